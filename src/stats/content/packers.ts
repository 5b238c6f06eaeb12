/**
 * Packed formats that begin with two to five bytes of magic, or have theirs behind a checksum: what must follow is checked.
 *
 * @module
 */
import { latin1, u16le } from './bytes.ts';
import type { Head } from './types.ts';

/** Pixels for which a byte of a picture can stand at the most, and bytes for which a pixel. */
const PIXELS_A_BYTE = 5000;
const BYTES_A_PIXEL = 16;

/** A JPEG XL codestream without a box around it: the size of the picture (ISO/IEC 18181-1, D.2) fits that of the file. */
export function jpegXl({ bytes, size }: Head): boolean {
  if (bytes.length < 16) return false;
  let bit = 16;
  const take = (n: number): number => {
    let value = 0;
    for (let i = 0; i < n; i++, bit++) value += (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) * 2 ** i;
    return value;
  };
  const small = take(1) === 1;
  const side = () => (small ? (take(5) + 1) * 8 : take([9, 13, 18, 30][take(2)] ?? 9) + 1);
  const height = side();
  const ratio = take(3);
  const [across = 1, down = 1] = RATIOS[ratio] ?? [];
  const width = ratio === 0 ? side() : Math.floor((height * across) / down);
  const pixels = width * height;
  return size <= 4096 + pixels * BYTES_A_PIXEL && pixels <= size * PIXELS_A_BYTE;
}

/** Width to height, by what the header has for them. */
const RATIOS: Readonly<Record<number, readonly number[]>> = {
  1: [1, 1],
  2: [12, 10],
  3: [4, 3],
  4: [3, 2],
  5: [16, 9],
  6: [5, 4],
  7: [2, 1],
};

/** An LHA archive: the sum (levels 0 and 1) or the CRC-16 (levels 2 and 3) of its first entry's header. */
export function lhaHeader({ bytes }: Head): boolean {
  if (!/^-l[hz][0-9ds]-$/.test(latin1(bytes, 2, 7))) return false;
  const level = bytes[20] ?? 9;
  if (level <= 1) {
    const length = bytes[0] ?? 0;
    if (length < 20 || bytes.length < 2 + length) return false;
    let sum = 0;
    for (let i = 2; i < 2 + length; i++) sum = (sum + (bytes[i] as number)) & 255;
    return sum === bytes[1];
  }
  return level === 2 && extendedHeader(bytes, u16le(bytes, 0));
}

function extendedHeader(bytes: Uint8Array, length: number): boolean {
  if (length < 26 || length > bytes.length) return false;
  let at = 24;
  for (let next = u16le(bytes, at); next !== 0; next = u16le(bytes, at)) {
    if (next < 3 || at + 2 + next > length) return false;
    if (bytes[at + 2] === 0) {
      const blank = Uint8Array.from(bytes.subarray(0, length));
      blank.fill(0, at + 3, at + 5);
      return crc16(blank) === u16le(bytes, at + 3);
    }
    at += next;
  }
  return false;
}

/** CRC-16/ARC. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** A delta in VCDIFF (RFC 3284): the lengths within its first window make up the length of the window. */
export function vcdiffWindow({ bytes }: Head): boolean {
  if (bytes[3] !== 0 && bytes[3] !== 0x53) return false;
  const indicator = bytes[4] ?? 255;
  if ((indicator & ~7) !== 0 || (indicator & 2) !== 0) return false;
  const reader = new Integers(bytes, (indicator & 1) === 0 ? 5 : 6);
  if ((indicator & 4) !== 0) {
    const application = reader.next();
    reader.at += application;
  }
  const window = bytes[reader.at++] ?? 255;
  if ((window & ~7) !== 0 || (window & 3) === 3) return false;
  if ((window & 3) !== 0) {
    reader.next();
    reader.next();
  }
  const length = reader.next();
  const from = reader.at;
  const target = reader.next();
  const packed = bytes[reader.at++] ?? 255;
  const sections = reader.next() + reader.next() + reader.next();
  const checksum = (window & 4) === 0 ? 0 : 4;
  if (reader.failed || reader.at > bytes.length || target === 0) return false;
  return (packed & ~7) === 0 && length === reader.at - from + checksum + sections;
}

/** Integers of seven bits a byte, the most significant first. */
class Integers {
  readonly #bytes: Uint8Array;
  at: number;
  failed = false;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let i = 0; i < 9; i++) {
      const byte = this.#bytes[this.at++];
      if (byte === undefined) break;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    this.failed = true;
    return 0;
  }
}
