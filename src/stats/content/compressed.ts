/**
 * Compressed streams, believed only when they decode: a header followed by what the decoder refuses is a lie.
 * Each parser gives undefined when the header is not there, and class `random` with the reason when it lies.
 *
 * @module
 */
import { brotliDecompressSync, constants, crc32, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { randomness } from '../randomness.ts';
import { startsWith, u32le } from './bytes.ts';
import { embeds } from './embedded.ts';
import { gzipBody, inflates } from './inflate.ts';
import { lz4Descriptor } from './lz4.ts';
import { type Content, content, type Head } from './types.ts';
import { firstBlock } from './zstd.ts';

/** Decoded output is bounded: 512 bytes of deflate can give 528 kB, and this much is proof enough. */
const MAX_OUTPUT = 1 << 16;

type Decoder = (bytes: Uint8Array) => Uint8Array;

const SYNC = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_OUTPUT };
const DECODERS = {
  deflate: (bytes: Uint8Array) => inflateRawSync(bytes, SYNC),
  brotli: (bytes: Uint8Array) =>
    brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: MAX_OUTPUT }),
  zstd: (bytes: Uint8Array) =>
    zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: MAX_OUTPUT }),
} satisfies Record<string, Decoder>;

/** Whether the decoder takes the range as the beginning of its stream. */
function decodes(decoder: keyof typeof DECODERS, bytes: Uint8Array): boolean {
  return decode(decoder, bytes) !== undefined;
}

/** What the range decodes to as the beginning of a stream; undefined when the decoder refuses it. */
function decode(decoder: keyof typeof DECODERS, bytes: Uint8Array): Uint8Array | undefined {
  try {
    return DECODERS[decoder](bytes);
  } catch (error) {
    // More output than is wanted is proof of a sound stream.
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? new Uint8Array(MAX_OUTPUT) : undefined;
  }
}

/** Formats with a header. */
export function compressedContent({ bytes, size }: Head): Content | undefined {
  if (startsWith(bytes, [0x1f, 0x8b])) {
    const sane = bytes[2] === 8 && ((bytes[3] ?? 0) & 0xe0) === 0;
    return claim('gzip', sane && inflates(bytes, gzipBody(bytes), 8), 'does not inflate');
  }
  if (startsWith(bytes, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]))
    return claim('xz', xzHeader(bytes), 'header CRC is wrong');
  if (startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])) return claim('zstd', zstdHeader(bytes), 'no zstd frame follows');
  if (startsWith(bytes, 'BZh')) {
    const level = (bytes[3] ?? 0) - 0x30;
    const block = startsWith(bytes, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], 4);
    const empty = startsWith(bytes, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], 4);
    return claim('bzip2', level >= 1 && level <= 9 && (block || empty), 'no block magic');
  }
  if (startsWith(bytes, [0x04, 0x22, 0x4d, 0x18]))
    return claim('lz4', lz4Descriptor(bytes), 'frame descriptor is wrong');
  if (startsWith(bytes, 'LZIP')) return claim('lzip', bytes[4] === 1, 'unknown version');
  if (startsWith(bytes, [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a])) return claim('lzop', true, '');
  if (startsWith(bytes, [0x5d, 0, 0]) && lzmaAlone(bytes, size)) return claim('lzma', true, '');
  if (startsWith(bytes, [0x1f, 0x9d])) return claim('compress', ((bytes[2] ?? 0) & 0x60) === 0, 'flags are wrong');
  if (((bytes[0] ?? 0) & 0x8f) === 0x08 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 1)) % 31 === 0 && bytes.length > 8) {
    // Two bytes of header prove little: without a sound stream it is simply not zlib.
    return inflates(bytes, 2, 4) ? content('compressed', 'zlib', 0.95, 'zlib stream inflates') : undefined;
  }
  return undefined;
}

/**
 * Streams without any header, tried on what else would be called random. A random range can pass as an
 * uncompressed block, or as one whose end is awaited: so it must give at least half its length of
 * something that is not random. 1 random range of 9,000 (64 to 512 bytes) did.
 */
export function headerlessStream(bytes: Uint8Array): Content | undefined {
  if (bytes.length < 64) return undefined;
  for (const format of ['brotli', 'deflate'] as const) {
    const decoded = decode(format, bytes);
    if (decoded === undefined || decoded.length < bytes.length / 2) continue;
    if (randomness(decoded.subarray(0, 4096)).verdict === 'structured') {
      return content('compressed', format, 0.8, `decodes as ${format}`);
    }
  }
  return undefined;
}

/** Whether a stream without a header (brotli, raw deflate) gives bytes that begin like these, or one behind a foreign header holds such. */
export function unpacksTo(bytes: Uint8Array, start: Uint8Array): boolean {
  if (start.length < 16) return false;
  const bare = (['brotli', 'deflate'] as const).some((format) => {
    const decoded = decode(format, bytes);
    if (decoded === undefined || decoded.length < 16) return false;
    const n = Math.min(decoded.length, start.length, 64);
    return Buffer.compare(decoded.subarray(0, n), start.subarray(0, n)) === 0;
  });
  return bare || embeds(bytes, start);
}

function claim(format: string, holds: boolean, otherwise: string): Content {
  return holds
    ? content('compressed', format, 0.97, `${format} header and stream hold`)
    : content('random', `false-${format}`, 0.9, `claims to be ${format}, but ${otherwise}`);
}

function xzHeader(bytes: Uint8Array): boolean {
  if (bytes.length < 12 || bytes[6] !== 0 || ((bytes[7] ?? 0) & 0xf0) !== 0) return false;
  if (crc32(bytes.subarray(6, 8)) !== u32le(bytes, 8)) return false;
  const length = ((bytes[12] ?? 0) + 1) * 4;
  if (bytes[12] === 0 || bytes[12] === undefined || bytes.length < 12 + length) return true;
  return crc32(bytes.subarray(12, 8 + length)) === u32le(bytes, 8 + length);
}

function zstdHeader(bytes: Uint8Array): boolean {
  const block = firstBlock(bytes);
  if (block === undefined || block === 'cut') return block === 'cut';
  return block.dictionary || decodes('zstd', bytes);
}

/** `.lzma`: dictionary size a power of two (or ×1.5), and a size that is unknown or plausible. */
function lzmaAlone(bytes: Uint8Array, size: number): boolean {
  if (bytes.length < 14) return false;
  const dictionary = u32le(bytes, 1);
  const low = u32le(bytes, 5);
  const high = u32le(bytes, 9);
  const unknown = low === 0xffff_ffff && high === 0xffff_ffff;
  const sound = dictionary >= 4096 && ((dictionary & (dictionary - 1)) === 0 || dictionary % 3 === 0);
  return sound && bytes[13] === 0 && (unknown || high * 2 ** 32 + low < Math.max(size, 1) * 10_000);
}
