/**
 * Whether what follows a picture's header is a picture as far as a range goes. The header is what an encryptor may leave alone; this is what
 * ciphertext behind it breaks.
 *
 * @module
 */
import { constants, crc32, inflateSync } from 'node:zlib';
import { randomness } from '../randomness.ts';
import { latin1, startsWith, u16be, u32be } from './bytes.ts';
import { stuffing } from './trail.ts';

/** Fewer bytes of a stream prove nothing. */
const MIN_STREAM = 32;
const MAX_OUTPUT = 1 << 17;
/** Longest side that is believed. */
const MAX_SIDE = 1 << 20;

/**
 * Whether a range from a picture's start stands as a PNG or JPEG beside the range that it replaced.
 *
 * @param before what the file began with until then: where nothing can be checked (colours, notes of a camera), the structure around must be new
 */
export function isPicture(format: string, bytes: Uint8Array, before: Uint8Array): boolean {
  if (format === 'png') return pngStands(bytes, before);
  return format === 'jpeg' && jpegStands(bytes);
}

/** The chunks pass their CRC and the picture's data inflate, as far as they go. */
function pngStands(bytes: Uint8Array, before: Uint8Array): boolean {
  if (!plausible(bytes)) return false;
  const data: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + u32be(bytes, at);
    if (at + 8 > bytes.length) break;
    const type = latin1(bytes, at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(type)) return false;
    const whole = end <= bytes.length;
    if (whole && crc32(bytes.subarray(at + 4, end - 4)) !== u32be(bytes, end - 4)) return false;
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, Math.min(end - 4, bytes.length)));
    else if (!whole) return cutChunk(type, end - at - 12, bytes, at, before);
    at = end;
  }
  return rowsInflate(Buffer.concat(data), bytes);
}

/** Sides, and one of the pairs of depth and colour that there are. */
function plausible(bytes: Uint8Array): boolean {
  const sides = [u32be(bytes, 16), u32be(bytes, 20)];
  const sound = sides.every((side) => side > 0 && side <= MAX_SIDE) && bytes.length >= 64;
  return sound && (DEPTHS[bytes[25] ?? 1] ?? NO_DEPTHS).includes(bytes[24] ?? 0) && (bytes[28] ?? 2) < 2;
}

const NO_DEPTHS: readonly number[] = [];
/** By colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A chunk that goes on beyond the range: a colour profile inflates, a palette stands behind a header that is new. */
function cutChunk(type: string, length: number, bytes: Uint8Array, at: number, before: Uint8Array): boolean {
  const body = bytes.subarray(at + 8);
  if (type === 'iCCP' || type === 'zTXt') {
    const name = body.indexOf(0);
    return name > 0 && body[name + 1] === 0 && (inflated(body.subarray(name + 2))?.length ?? 0) >= MIN_STREAM;
  }
  const anew = !startsWith(before, [...bytes.subarray(0, at + 8)]);
  if (type === 'PLTE') return anew && bytes[25] === 3 && length % 3 === 0 && length <= 3 * 2 ** (bytes[24] ?? 0);
  return anew && randomness(body).verdict !== 'random';
}

/** Each row begins with one of five filters. */
function rowsInflate(data: Uint8Array, bytes: Uint8Array): boolean {
  if (data.length < MIN_STREAM) return true;
  const pixels = inflated(data);
  if (pixels === undefined || pixels.length === 0) return false;
  if (bytes[28] === 1) return true;
  const row = 1 + Math.ceil((u32be(bytes, 16) * (bytes[24] ?? 8) * (CHANNELS[bytes[25] ?? 0] ?? 1)) / 8);
  for (let at = 0; at < pixels.length; at += row) if ((pixels[at] as number) > 4) return false;
  return true;
}

function inflated(data: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_OUTPUT });
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? new Uint8Array(1) : undefined;
  }
}

/** The segments follow each other, tables are tables, what a camera notes is not random, and the data keep their rule. */
function jpegStands(bytes: Uint8Array): boolean {
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    const length = u16be(bytes, at + 2);
    const end = at + 2 + length;
    const body = bytes.subarray(at + 4, end);
    if (bytes[at] !== 0xff || marker < 0xc0 || length < 2) return false;
    if (marker === 0xda) return stuffing(bytes.subarray(end)) !== 'broken';
    if (!segmentStands(marker, body, end <= bytes.length)) return false;
    at = end;
  }
  return true;
}

function segmentStands(marker: number, body: Uint8Array, whole: boolean): boolean {
  if (marker >= 0xe0 || !whole) return randomness(body).verdict !== 'random';
  if (marker === 0xdb) return (body[0] ?? 9) <= 0x13;
  if (marker === 0xc0 || marker === 0xc2) return body.length === 6 + 3 * (body[5] ?? 0) && (body[0] ?? 0) <= 16;
  return true;
}
