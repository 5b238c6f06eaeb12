/**
 * Shannon entropy of byte histograms, with the bias of small samples corrected, and what uniformly random
 * bytes of the same number would give.
 *
 * @module
 */
import { countOf, distinctOf, type Histogram } from './histogram.ts';

/** Plug-in Shannon entropy in bits per byte; 0 for an empty histogram. Too low by about (k−1)/2n·log2(e) for small n. */
export function shannon(histogram: Histogram): number {
  const n = countOf(histogram);
  if (n === 0) return 0;
  let sum = 0;
  for (let i = 0; i < 256; i++) {
    const count = histogram[i] ?? 0;
    if (count > 0) sum += count * Math.log2(count);
  }
  return Math.log2(n) - sum / n;
}

/**
 * Shannon entropy with the Miller–Madow correction (Miller 1955: add (k−1)/2n nats for k values seen),
 * in bits per byte, at most 8. What it undercounts still for n well below 256 is in {@link randomEntropy}.
 */
export function millerMadow(histogram: Histogram): number {
  const n = countOf(histogram);
  if (n === 0) return 0;
  return Math.min(shannon(histogram) + ((distinctOf(histogram) - 1) / (2 * n)) * Math.LOG2E, 8);
}

/** Mean and standard deviation of an entropy estimate over uniformly random bytes, in bits per byte. */
export interface RandomEntropy {
  /** Plug-in estimate, as {@link shannon}. */
  readonly mean: number;
  readonly sd: number;
}

/**
 * What {@link shannon} gives for `n` uniformly random bytes. Exact mean from the binomial distribution of one
 * count: E[H] = log2 n − 256/n · E[c·log2 c], c ~ Bin(n, 1/256). (64 → 5.77, 256 → 7.18, 512 → 7.59, 4096 → 7.955.)
 * The deviation comes from the same moments with the counts taken as multinomial (negative covariance by the delta method).
 */
export function randomEntropy(n: number): RandomEntropy {
  const known = cache.get(n);
  if (known !== undefined) return known;
  const result = n < 1 ? { mean: 0, sd: 0 } : compute(Math.floor(n));
  if (cache.size < CACHE_LIMIT) cache.set(n, result);
  return result;
}

/** Lower limit of {@link shannon} for `n` uniformly random bytes: mean − `sigmas`·sd. */
export function randomEntropyLimit(n: number, sigmas = 3.5): number {
  const { mean, sd } = randomEntropy(n);
  return Math.max(mean - sigmas * sd, 0);
}

/** Sizes remembered; samples are at most 512 bytes, histograms of a session at most 4,096. */
const CACHE_LIMIT = 8192;
const cache = new Map<number, RandomEntropy>();

function compute(n: number): RandomEntropy {
  const p = 1 / 256;
  // Moments of g(c) = c·log2 c over c ~ Bin(n, p), and its covariance with c.
  let probability = Math.exp(n * Math.log1p(-p));
  let meanG = 0;
  let meanG2 = 0;
  let meanCG = 0;
  const limit = Math.min(n, Math.ceil(n * p + 20 * Math.sqrt(n * p) + 40));
  for (let c = 0; c <= limit; c++) {
    const g = c > 1 ? c * Math.log2(c) : 0;
    meanG += probability * g;
    meanG2 += probability * g * g;
    meanCG += probability * g * c;
    probability *= ((n - c) / (c + 1)) * (p / (1 - p));
  }
  const mean = Math.log2(n) - (256 / n) * meanG;
  // Poissonised counts conditioned on their sum: Var ≈ 256·(Var g − Cov(c,g)²/Var c).
  const covariance = meanCG - n * p * meanG;
  const conditional = meanG2 - meanG * meanG - (covariance * covariance) / (n * p * (1 - p));
  return { mean, sd: (16 * Math.sqrt(Math.max(conditional, 0))) / n };
}
