/**
 * How evenly callbacks are spread over the time in which they were observed.
 *
 * @module
 */

/** RITA divides a day into 24 hours; a shorter time is divided into as many parts as keep two callbacks in each. */
const MAX_BUCKETS = 24;

/** Counts of sorted `times` in `buckets` equal parts of the time from first to last. */
export function timeHistogram(times: readonly number[], buckets: number): readonly number[] {
  const counts = new Array<number>(buckets).fill(0);
  const first = times[0] ?? 0;
  const whole = (times.at(-1) ?? first) - first;
  for (const time of times) {
    const at = whole <= 0 ? 0 : Math.min(buckets - 1, Math.floor(((time - first) / whole) * buckets));
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** 1 − coefficient of variation of the counts, at least 0: RITA's histogram score. */
export function evenness(times: readonly number[]): number {
  const buckets = Math.max(1, Math.min(MAX_BUCKETS, Math.floor(times.length / 2)));
  if (buckets < 2) return 0;
  const counts = timeHistogram(times, buckets);
  const mean = times.length / buckets;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / buckets;
  return Math.max(0, 1 - Math.sqrt(variance) / mean);
}
