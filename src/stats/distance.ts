/**
 * Distances between byte histograms.
 *
 * @module
 */
import { countOf, type Histogram } from './histogram.ts';

/** Total variation distance between two histograms as distributions: 0 (same shares) … 1 (nothing shared). */
export function histogramDistance(a: Histogram, b: Histogram): number {
  const na = countOf(a);
  const nb = countOf(b);
  if (na === 0 || nb === 0) return na === nb ? 0 : 1;
  let sum = 0;
  for (let i = 0; i < 256; i++) sum += Math.abs((a[i] ?? 0) / na - (b[i] ?? 0) / nb);
  return sum / 2;
}

/**
 * The same after sorting both by frequency: 0 when one is a relabelling of the other, as a byte substitution
 * (single-byte XOR, bit flip, rotation) leaves it, whatever the alphabet became.
 */
export function shapeDistance(a: Histogram, b: Histogram): number {
  const descending = (h: Histogram) => Uint32Array.from(h).sort().reverse();
  return histogramDistance(descending(a), descending(b));
}
