/**
 * Recognises that one range is another XORed with a short repeating key.
 *
 * @module
 */

/** Longest key looked for, in bytes. */
const MAX_PERIOD = 64;

/**
 * Length of the repeating key (1 for a constant, as in a bit flip), or undefined. The range must hold the key
 * twice over, and a zero key is no key.
 */
export function repeatingKey(before: Uint8Array, after: Uint8Array): number | undefined {
  const n = Math.min(before.length, after.length);
  if (n < 16) return undefined;
  const key = new Uint8Array(n);
  for (let i = 0; i < n; i++) key[i] = (before[i] as number) ^ (after[i] as number);
  for (let period = 1; period <= Math.min(MAX_PERIOD, n / 2); period++) if (repeats(key, period)) return period;
  return undefined;
}

function repeats(key: Uint8Array, period: number): boolean {
  let anything = 0;
  for (let i = 0; i < period; i++) anything |= key[i] as number;
  if (anything === 0) return false;
  for (let i = period; i < key.length; i++) if (key[i] !== key[i - period]) return false;
  return true;
}
