/**
 * Serial correlation: whether a byte predicts the next.
 *
 * @module
 */

/**
 * Correlation coefficient between each byte and its successor, −1…1; about 0 ± 1/√n for random bytes. 0 for
 * fewer than 3 bytes or a constant range (a constant range is told by χ²).
 */
export function serialCorrelation(bytes: Uint8Array): number {
  const n = bytes.length - 1;
  if (n < 2) return 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    const x = bytes[i] as number;
    const y = bytes[i + 1] as number;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const spread = Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  return spread === 0 ? 0 : (n * sxy - sx * sy) / spread;
}
