/**
 * The beginning of an LZ4 frame, decoded as far as it goes.
 *
 * @module
 */
import { u16le, u32le } from './bytes.ts';

const MAGIC_BYTES = 4;
const MAX_OUTPUT = 1 << 16;

/** Descriptor behind the magic: version 1, no reserved bit, a block size that is one. */
export function lz4Descriptor(bytes: Uint8Array): boolean {
  const flags = bytes[4] ?? 0;
  const descriptor = bytes[5] ?? 0;
  return flags >> 6 === 1 && (flags & 2) === 0 && (descriptor & 0x8f) === 0 && descriptor >> 4 >= 4;
}

/** What the first block of a frame gives, and where it ends; undefined when it is none, or stored as it is. */
export function lz4Start(bytes: Uint8Array): { readonly decoded: Uint8Array; readonly end: number } | undefined {
  if (!lz4Descriptor(bytes)) return undefined;
  const flags = bytes[4] ?? 0;
  const at = MAGIC_BYTES + 3 + ((flags & 8) === 0 ? 0 : 8) + ((flags & 1) === 0 ? 0 : 4);
  const size = u32le(bytes, at);
  if (size === 0 || size > 4 << 20) return undefined;
  const block = bytes.subarray(at + 4, at + 4 + size);
  const decoded = sequences(block);
  return decoded === undefined ? undefined : { decoded, end: at + 4 + size };
}

/** Literals and copies of what came before, in turn; undefined when a copy reaches before the beginning. */
function sequences(block: Uint8Array): Uint8Array | undefined {
  const out: number[] = [];
  let at = 0;
  const long = (given: number): number => {
    if (given < 15) return given;
    let length = given;
    for (let more = 255; more === 255 && at < block.length; length += more) more = block[at++] as number;
    return length;
  };
  while (at < block.length && out.length < MAX_OUTPUT) {
    const token = block[at++] as number;
    for (let n = long(token >> 4); n > 0 && at < block.length; n--) out.push(block[at++] as number);
    if (at + 2 > block.length) break;
    const back = u16le(block, at);
    at += 2;
    if (back === 0 || back > out.length) return undefined;
    const length = long(token & 15) + 4;
    for (let n = Math.min(length, MAX_OUTPUT); n > 0; n--) out.push(out[out.length - back] as number);
  }
  return Uint8Array.from(out);
}
