/**
 * Compressed data by its magic, believed only when it decompresses: a gzip header before ciphertext is a lie.
 *
 * @module
 */
import { constants, inflateRawSync, inflateSync, unzipSync } from 'node:zlib';

/** `claimed`: the magic is there but what follows does not decompress, or cannot be tried. */
export interface Compressed {
  readonly format: string;
  readonly proof: 'decompressed' | 'claimed' | 'false';
}

const MAGICS: readonly (readonly [format: string, magic: readonly number[]])[] = [
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
];

/** Names the compressed format that a payload begins with; undefined when none. */
export function compressedFormat(bytes: Uint8Array): Compressed | undefined {
  if (begins(bytes, [0x1f, 0x8b, 8])) return { format: 'gzip', proof: proven(() => unzipSync(bytes, LENIENT)) };
  if (begins(bytes, [0x50, 0x4b, 3, 4])) return { format: 'zip', proof: provenZip(bytes) };
  const [cmf = 0, flg = 0] = bytes;
  if (bytes.length >= 8 && (cmf & 0x8f) === 8 && (cmf * 256 + flg) % 31 === 0 && (flg & 0x20) === 0) {
    const proof = proven(() => inflateSync(bytes, LENIENT));
    // Two bytes pass by chance (1 in 496 random payloads): without decompression there is no claim to speak of.
    if (proof === 'decompressed') return { format: 'zlib', proof };
  }
  const known = MAGICS.find(([, magic]) => begins(bytes, magic));
  return known === undefined ? undefined : { format: known[0], proof: 'claimed' };
}

/** Input may end early; output is bounded, which is enough to prove a head of at most 512 bytes. */
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 20 } as const;

function proven(inflate: () => Uint8Array): Compressed['proof'] {
  try {
    return inflate().length > 0 ? 'decompressed' : 'claimed';
  } catch (error) {
    const code = (error as { code?: string }).code;
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'decompressed' : 'false';
  }
}

function provenZip(bytes: Uint8Array): Compressed['proof'] {
  if (bytes.length < 30) return 'claimed';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (view.getUint16(8, true) !== 8 || start >= bytes.length) return 'claimed';
  return proven(() => inflateRawSync(bytes.subarray(start), LENIENT));
}

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}
