/**
 * Order statistics for cadence.
 *
 * @module
 */

/** Quantile `q` in 0…1 by linear interpolation; 0 for no values. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median of the distances from the median. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

/**
 * Bowley skewness (Q1 + Q3 − 2·Q2) / (Q3 − Q1), −1 to 1. As in RITA 0 when the median meets a quartile, since the
 * measure is unreliable there, and when the quartiles differ by less than a hundredth of the median.
 */
export function bowleySkew(values: readonly number[]): number {
  const q1 = quantile(values, 0.25);
  const q2 = quantile(values, 0.5);
  const q3 = quantile(values, 0.75);
  if (q3 - q1 <= Math.abs(q2) / 100 || q2 === q1 || q2 === q3) return 0;
  return (q1 + q3 - 2 * q2) / (q3 - q1);
}
