/**
 * The recording: a line of magic, a line of JSON, then chunks. A chunk is three little-endian u32 (compressed
 * length, raw length, CRC-32 of these two and the frame) and a zstd frame. It holds bytes of the sensor's own
 * stream, which need not end where records do; or, when bit 31 of the raw length is set, notes: lines of JSON
 * about what the stream does not tell (what the host was asked while it was recorded). Notes come before the
 * bytes that they belong to. A chunk of length 0 ends the recording; without it the recording is truncated.
 */
import { crc32 } from 'node:zlib';
import type { Hello } from '../hello.ts';

/** First line of every recording of this format. */
export const RECORDING_MAGIC = 'CIPHERWATCH RECORDING 1\n';

/** Longest second line that is read, bytes. */
export const MAX_HEADER = 64 * 1024;
/** Longest chunk that is read, bytes, raw as well as compressed: bounds what a hostile file can allocate. */
export const MAX_CHUNK = 16 * 1024 * 1024;
/** Set in a chunk's raw length when it holds notes; no part of the length. */
export const NOTES_BIT = 0x8000_0000;
/** Longest note, bytes of JSON with its newline. */
export const MAX_NOTE = 1024 * 1024;
/** Bytes before a chunk's frame. */
export const CHUNK_HEAD = 12;

/** The recording's second line: where, when, by what and under which contract it was made. */
export interface RecordingHeader {
  readonly contract: { readonly major: number; readonly minor: number };
  readonly host: { readonly name: string; readonly bootId: string; readonly kernel: string; readonly machine: string };
  /** The clock that records carry, and the time at the first hello, ms since the epoch. */
  readonly clock: { readonly kind: 'boottime'; readonly firstHello: number };
  /** When the recording was begun, ISO 8601. */
  readonly created: string;
  readonly product: { readonly name: string; readonly version: string };
}

/** @param created ISO 8601. @param version of the product. */
export function recordingHeader(hello: Hello, created: string, version: string): RecordingHeader {
  return {
    contract: hello.contract,
    host: { name: hello.hostname, bootId: hello.bootId, kernel: hello.kernel, machine: hello.machine },
    clock: { kind: 'boottime', firstHello: hello.time },
    created,
    product: { name: 'cipherwatch', version },
  };
}

/** Whether a file that begins with these bytes is a recording; as many as the magic has are enough. */
export function isRecording(start: Uint8Array): boolean {
  return Buffer.from(RECORDING_MAGIC).equals(start.subarray(0, RECORDING_MAGIC.length));
}

export interface ChunkHead {
  readonly kind: 'stream' | 'notes';
  /** Bytes of the frame that follows; 0 ends the recording. */
  readonly length: number;
  /** Bytes that the frame holds. */
  readonly rawLength: number;
  readonly checksum: number;
}

/** @param head `CHUNK_HEAD` bytes. @returns undefined when it claims impossible lengths. */
export function parseChunkHead(head: Buffer): ChunkHead | undefined {
  const length = head.readUInt32LE(0);
  const word = head.readUInt32LE(4);
  const notes = word >= NOTES_BIT;
  const rawLength = notes ? word - NOTES_BIT : word;
  if (length > MAX_CHUNK || rawLength > MAX_CHUNK) return undefined;
  return { kind: notes ? 'notes' : 'stream', length, rawLength, checksum: head.readUInt32LE(8) };
}

/** Of the chunk's two lengths and its frame. */
export function chunkChecksum(lengths: Uint8Array, frame: Uint8Array): number {
  return crc32(frame, crc32(lengths));
}
