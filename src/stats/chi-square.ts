/**
 * χ² of a byte histogram against the uniform distribution, with limits that hold for small samples too.
 *
 * For n uniformly random bytes, χ² = 256·Σc²/n − n has exactly mean 255 and variance 2·255·(n−1)/n. It counts
 * pairs of equal bytes, so for small n it takes few values and is skewed: below 4 bytes per cell the plain χ²
 * table is wrong. The p-value here matches the first three moments (a shifted gamma distribution).
 *
 * @module
 */
import { countOf, type Histogram } from './histogram.ts';

/** χ² against uniform over 256 values; mean 255 for random bytes. 0 for an empty histogram. */
export function chiSquareUniform(histogram: Histogram): number {
  const n = countOf(histogram);
  if (n === 0) return 0;
  let squares = 0;
  for (let i = 0; i < 256; i++) {
    const count = histogram[i] ?? 0;
    squares += count * count;
  }
  return (256 * squares) / n - n;
}

/** Standard deviation of χ² for `n` uniformly random bytes: √(2·255·(n−1)/n), 22.6 for large n. */
export function chiSquareDeviation(n: number): number {
  return n < 2 ? 0 : Math.sqrt((510 * (n - 1)) / n);
}

/**
 * Probability that `n` uniformly random bytes give a χ² at least this large. Small values speak against
 * randomness. 1 for n < 2, which cannot say anything.
 */
export function chiSquareUpperP(chi: number, n: number): number {
  if (n < 2) return 1;
  const { shape, scale, shift } = shiftedGamma(n);
  // χ² moves in steps of 512/n; half a step back corrects for taking a discrete value as continuous.
  const x = (chi - 256 / n - shift) / scale;
  return x <= 0 ? 1 : 1 - regularisedGamma(shape, x);
}

/** Probability of a χ² at most this large: small values mean flatter than random (counters, permutations, base tables). */
export function chiSquareLowerP(chi: number, n: number): number {
  if (n < 2) return 1;
  const { shape, scale, shift } = shiftedGamma(n);
  const x = (chi + 256 / n - shift) / scale;
  return x <= 0 ? 0 : regularisedGamma(shape, x);
}

/** The χ² that `n` uniformly random bytes exceed with probability `p`, to within one step of 512/n. Remembered. */
export function chiSquareLimit(n: number, p = 0.001): number {
  return n < 2 ? Number.POSITIVE_INFINITY : remembered(upperLimits, n, p, (chi) => chiSquareUpperP(chi, n) > p);
}

/** The χ² that `n` uniformly random bytes stay below with probability `p`. Remembered. */
export function chiSquareLowerLimit(n: number, p = 0.001): number {
  return n < 2 ? 0 : remembered(lowerLimits, n, p, (chi) => chiSquareLowerP(chi, n) < p);
}

/** Limits remembered, of the few sizes and probabilities that are asked for again and again. */
const MEMORY = 16_384;
const upperLimits = new Map<number, number>();
const lowerLimits = new Map<number, number>();

/** Bisects for the χ² at which `below` turns false. */
function remembered(memory: Map<number, number>, n: number, p: number, below: (chi: number) => boolean): number {
  const key = n + p;
  const known = memory.get(key);
  if (known !== undefined) return known;
  let low = 0;
  let high = 255 + 60 * Math.max(chiSquareDeviation(n), 1) + 512;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  if (memory.size < MEMORY) memory.set(key, high);
  return high;
}

interface Shifted {
  readonly shape: number;
  readonly scale: number;
  readonly shift: number;
}

/** Gamma distribution with the mean, variance and third moment of χ² over n uniform bytes. */
function shiftedGamma(n: number): Shifted {
  // χ² − 255 + … is (512/n)·(pairs of equal bytes − mean). Pairs: U-statistic with exact moments for uniform cells:
  // μ2 = N·q(1−q), μ3 = N·q(1−q)(1−2q) + n(n−1)(n−2)·(q²−q³)  where N = n(n−1)/2 and q = 1/256.
  const q = 1 / 256;
  const pairs = (n * (n - 1)) / 2;
  const second = pairs * q * (1 - q);
  const third = pairs * q * (1 - q) * (1 - 2 * q) + n * (n - 1) * (n - 2) * (q * q - q * q * q);
  const skew = third / second ** 1.5;
  const shape = 4 / (skew * skew);
  const sd = (512 / n) * Math.sqrt(second);
  const scale = sd / Math.sqrt(shape);
  return { shape, scale, shift: 255 - shape * scale };
}

/** Regularised lower incomplete gamma function P(a, x), by series or continued fraction (Numerical Recipes §6.2). */
export function regularisedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let i = 1; i < 2000 && Math.abs(term) > Math.abs(sum) * 1e-12; i++) {
      term *= x / (a + i);
      sum += term;
    }
    return Math.min(front * sum, 1);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 2000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return Math.max(1 - front * h, 0);
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** ln Γ(x) for x > 0 (Lanczos, g = 7; relative error about 1e-15). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0] as number;
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] as number) / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
] as const;
