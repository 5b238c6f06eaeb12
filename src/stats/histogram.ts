/**
 * Byte histograms: 256 counts.
 *
 * @module
 */

/** 256 counts, one per byte value. */
export type Histogram = Uint32Array | Uint16Array;

/** Counts the bytes of one range. */
export function histogramOf(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i] as number] = (counts[bytes[i] as number] as number) + 1;
  return counts;
}

/** Adds `source` into `target`, in place, and returns `target`. Counts saturate at 2³²−1. */
export function addHistogram(target: Uint32Array, source: Histogram): Uint32Array {
  for (let i = 0; i < 256; i++) target[i] = Math.min((target[i] as number) + (source[i] ?? 0), 0xffff_ffff);
  return target;
}

/** Bytes counted. */
export function countOf(histogram: Histogram): number {
  let n = 0;
  for (let i = 0; i < 256; i++) n += histogram[i] ?? 0;
  return n;
}

/** Number of different byte values. */
export function distinctOf(histogram: Histogram): number {
  let k = 0;
  for (let i = 0; i < 256; i++) if ((histogram[i] ?? 0) > 0) k++;
  return k;
}
