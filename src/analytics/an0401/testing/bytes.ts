/** Words and bytes, one behind the other, as a payload. */
export function bytes(...parts: readonly (string | ArrayLike<number>)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(typeof part === 'string' ? Buffer.from(part) : part)));
}
