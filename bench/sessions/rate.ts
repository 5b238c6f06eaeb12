/** How sure a rate is that was counted. */

/** Standard deviations of 95 % two-sided. */
const Z = 1.96;

/** Upper end of Wilson's 95 % interval; with nothing counted, the rule of three, which is exact enough from some hundred on. */
export function upperBound(count: number, of: number): number {
  if (of <= 0) return 1;
  if (count === 0) return Math.min(1, 3 / of);
  const share = count / of;
  const middle = share + Z ** 2 / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return Math.min(1, (middle + spread) / (1 + Z ** 2 / of));
}
