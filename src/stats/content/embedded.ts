/**
 * Compressed streams behind a header of somebody's own: what a compiler's cache, an image of packages or a log of segments puts before a
 * zstd frame or a DEFLATE stream. A magic is four bytes that anybody can write, so nothing is believed that does not decode to the range's end.
 *
 * @module
 */
import { constants, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { randomness } from '../randomness.ts';
import { startsWith } from './bytes.ts';
import { gzipBody, inflates } from './inflate.ts';
import { lz4Start } from './lz4.ts';
import { type Content, content } from './types.ts';
import { firstBlock, holdsCode } from './zstd.ts';

/** Longest header, bytes. */
const HEADER_MAX = 128;
/** A shorter rest proves nothing. */
const MIN_STREAM = 64;
/** The same of DEFLATE without any magic. */
const MIN_BARE = 128;
/** Checksums and the like behind the last stream. */
const TRAILER_MAX = 32;
/** Streams one behind another within a range. */
const MOST = 8;
const MAX_OUTPUT = 1 << 16;
/** A stream has to give so much, as a share of its length, that is not random. */
const LEAST_SHARE = 1 / 2;
/** What a stream holds is taken for a file when it has so many of its first bytes. */
const SAME_BYTES = 32;

interface Stream {
  readonly format: 'zstd' | 'gzip' | 'zlib' | 'lz4' | 'deflate';
  /** As far as the range goes. Empty for a zstd block that is longer: the code of its literals was checked instead. */
  readonly decoded: Uint8Array;
  /** Where it ends; beyond the range when it goes on. */
  readonly end: number;
}

/** The compressed stream that stands behind a header of up to 128 bytes and goes on to the range's end; undefined when none does. */
export function embeddedStream(bytes: Uint8Array): Content | undefined {
  for (const { format, decoded } of chains(bytes)) {
    const held = decoded.length === 0 || randomness(decoded.subarray(0, 4096)).verdict === 'structured';
    if (held) return content('compressed', format, 0.8, `${format} stream behind a header`);
  }
  return undefined;
}

/** Whether such a stream gives bytes that begin like these, anywhere: many files may have gone into one. */
export function embeds(bytes: Uint8Array, start: Uint8Array): boolean {
  if (start.length < SAME_BYTES) return false;
  for (const { decoded } of chains(bytes)) {
    const found = Buffer.from(decoded.buffer, decoded.byteOffset, decoded.length);
    const at = found.indexOf(start.subarray(0, SAME_BYTES));
    if (at < 0) continue;
    const n = Math.min(found.length - at, start.length);
    if (Buffer.compare(found.subarray(at, at + n), start.subarray(0, n)) === 0) return true;
  }
  return false;
}

/** Streams that are sound up to the range's end, or followed by others that are: their first format, and all that they give. */
function* chains(bytes: Uint8Array): Generator<Stream> {
  for (let at = 0; at <= HEADER_MAX && at + MIN_STREAM <= bytes.length; at++) {
    const first = streamAt(bytes, at);
    if (first === undefined || (first.format === 'deflate' && bytes.length - first.end > TRAILER_MAX)) continue;
    const parts = [first.decoded];
    let { end } = first;
    for (let i = 1; i < MOST && bytes.length - end > TRAILER_MAX; i++) {
      const next = nextStream(bytes, end);
      if (next === undefined) break;
      parts.push(next.decoded);
      end = next.end;
    }
    if (bytes.length - end <= TRAILER_MAX) yield { ...first, decoded: Buffer.concat(parts), end };
  }
}

function nextStream(bytes: Uint8Array, from: number): Stream | undefined {
  for (let at = from; at <= from + HEADER_MAX && at + TRAILER_MAX < bytes.length; at++) {
    const found = streamAt(bytes, at);
    if (found !== undefined && found.format !== 'deflate') return found;
  }
  return undefined;
}

function streamAt(bytes: Uint8Array, at: number): Stream | undefined {
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd], at)) return zstd(bytes, at);
  if (startsWith(bytes, [0x04, 0x22, 0x4d, 0x18], at)) {
    const found = lz4Start(bytes.subarray(at));
    return found === undefined
      ? undefined
      : enough({ format: 'lz4', decoded: found.decoded, end: at + found.end }, bytes, at);
  }
  if (startsWith(bytes, [0x1f, 0x8b, 8], at)) return deflate('gzip', bytes, at, at + gzipBody(bytes.subarray(at)), 8);
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
  const isZlib = (first & 0x8f) === 8 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0;
  if (isZlib) return deflate('zlib', bytes, at, at + 2, 4);
  return at === 0 || bytes.length - at < MIN_BARE ? undefined : deflate('deflate', bytes, at, at, 0);
}

function zstd(bytes: Uint8Array, at: number): Stream | undefined {
  const rest = bytes.subarray(at);
  const block = firstBlock(rest);
  if (block === undefined || block === 'cut' || block.dictionary) return undefined;
  if (block.at + block.size > rest.length)
    return holdsCode(rest, block) ? { format: 'zstd', decoded: NOTHING, end: bytes.length } : undefined;
  const found = tried(() =>
    zstdDecompressSync(rest, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: MAX_OUTPUT, info: true }),
  );
  return found === undefined ? undefined : enough({ format: 'zstd', ...found, end: at + found.end }, bytes, at);
}

/** The native decoder is asked only where the cheap reading does not refuse, which it does at nearly every place of a random range. */
function deflate(
  format: 'gzip' | 'zlib' | 'deflate',
  bytes: Uint8Array,
  at: number,
  body: number,
  trailer: number,
): Stream | undefined {
  if (body >= bytes.length || !inflates(bytes, body)) return undefined;
  const found = tried(() =>
    inflateRawSync(bytes.subarray(body), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: MAX_OUTPUT,
      info: true,
    }),
  );
  return found === undefined ? undefined : enough({ format, ...found, end: body + found.end + trailer }, bytes, at);
}

/** Awaited ends and stored blocks pass by chance, but give little. */
function enough(found: Stream, bytes: Uint8Array, at: number): Stream | undefined {
  const length = Math.min(found.end, bytes.length) - at;
  return found.decoded.length >= length * LEAST_SHARE && found.decoded.length >= TRAILER_MAX ? found : undefined;
}

const NOTHING = new Uint8Array(0);

function tried(decode: () => unknown): { readonly decoded: Uint8Array; readonly end: number } | undefined {
  try {
    const { buffer, engine } = decode() as { buffer: Uint8Array; engine: { bytesWritten: number } };
    return { decoded: buffer, end: engine.bytesWritten };
  } catch {
    // Refused; or, of 512 bytes that give more than 64 KiB, runs of nothing.
    return undefined;
  }
}
