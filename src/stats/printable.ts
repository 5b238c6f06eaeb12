/** Bytes that a person can read. */

export function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}

/** As {@link isPrintable}, and what ends lines or sets columns. */
export function isText(byte: number): boolean {
  return isPrintable(byte) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
