/**
 * Reading numbers and text out of a byte range; beyond its end everything is undefined or zero.
 *
 * @module
 */

export function startsWith(bytes: Uint8Array, prefix: string | readonly number[], offset = 0): boolean {
  if (bytes.length < offset + prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) {
    const expected = typeof prefix === 'string' ? prefix.charCodeAt(i) : prefix[i];
    if (bytes[offset + i] !== expected) return false;
  }
  return true;
}

export function u16le(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
}

export function u16be(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

export function u32le(bytes: Uint8Array, offset: number): number {
  return (u16le(bytes, offset) | (u16le(bytes, offset + 2) << 16)) >>> 0;
}

export function u32be(bytes: Uint8Array, offset: number): number {
  return ((u16be(bytes, offset) << 16) | u16be(bytes, offset + 2)) >>> 0;
}

/** Latin-1 text of a range, one character a byte. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let i = start; i < Math.min(end, bytes.length); i++) text += String.fromCharCode(bytes[i] as number);
  return text;
}

/** Position of a byte sequence, −1 when it is not there. */
export function indexOfBytes(bytes: Uint8Array, needle: readonly number[]): number {
  for (let i = 0; i + needle.length <= bytes.length; i++) if (startsWith(bytes, needle, i)) return i;
  return -1;
}
