/**
 * Whether a short range looks uniformly random: χ² both ways, entropy and serial correlation, each with limits for
 * the range's own length. Compressed data passes too; that is told apart by structure (`content/`).
 *
 * @module
 */
import { chiSquareLimit, chiSquareLowerLimit, chiSquareUniform, chiSquareUpperP } from './chi-square.ts';
import { randomEntropyLimit, shannon } from './entropy.ts';
import { histogramOf } from './histogram.ts';
import { serialCorrelation } from './serial.ts';

export interface Randomness {
  readonly verdict: 'random' | 'structured' | 'too_short';
  readonly bytes: number;
  readonly chi: number;
  /** χ² that one random range in 1,000 of this length exceeds. */
  readonly limit: number;
  /** Probability that random bytes give such a χ² or a larger one. Computed when asked for. */
  readonly p: number;
  /** Plug-in Shannon entropy, bits per byte. */
  readonly entropy: number;
}

/**
 * Fewer bytes cannot be called random: at 16, one random range in three has no byte twice, and so have many
 * short structured ones. Structure can still be seen in shorter ranges.
 */
export const RANDOMNESS_MIN_BYTES = 24;

/** One random range in 1,000 is missed by the upper χ² limit, one in 20,000 by each of the others. */
const P_UPPER = 0.001;
const P_LOWER = 0.00005;

/** No pair of equal bytes is ordinary for random ranges below about 80 bytes, so flatness says nothing there. */
const FLAT_MIN_BYTES = 96;

/** Tests one range of 0 to some thousand bytes. */
export function randomness(bytes: Uint8Array): Randomness {
  const n = bytes.length;
  const histogram = histogramOf(bytes);
  const chi = chiSquareUniform(histogram);
  const entropy = shannon(histogram);
  const limit = chiSquareLimit(n, P_UPPER);
  const structured =
    chi > limit ||
    (n >= FLAT_MIN_BYTES && chi < chiSquareLowerLimit(n, P_LOWER)) ||
    (n >= 32 && entropy < randomEntropyLimit(n, 4.5)) ||
    Math.abs(serialCorrelation(bytes)) > 4.2 / Math.sqrt(Math.max(n, 1)) ||
    halves(bytes) > 4.5;
  const verdict = structured ? 'structured' : n < RANDOMNESS_MIN_BYTES ? 'too_short' : 'random';
  return {
    verdict,
    bytes: n,
    chi,
    limit,
    entropy,
    get p() {
      return chiSquareUpperP(chi, n);
    },
  };
}

/** How far the share of high bytes (≥ 128) and of set bits is from one half, in standard deviations; the larger. */
function halves(bytes: Uint8Array): number {
  let high = 0;
  let bits = 0;
  for (let i = 0; i < bytes.length; i++) {
    let b = bytes[i] as number;
    high += b >> 7;
    for (; b > 0; b &= b - 1) bits++;
  }
  const n = Math.max(bytes.length, 1);
  return Math.max(Math.abs(high - n / 2) / Math.sqrt(n / 4), Math.abs(bits - 4 * n) / Math.sqrt(2 * n));
}
