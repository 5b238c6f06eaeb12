/** What a chunk holds: checked, decompressed and, of notes, parsed. */
import { zstdDecompressSync } from 'node:zlib';
import { EventError } from '../error.ts';
import { type ChunkHead, chunkChecksum } from './format.ts';

/**
 * @param head the chunk's head as it is in the file, and `parsed` the same parsed.
 * @param offset where the chunk begins in the file.
 * @throws EventError `corrupt`
 */
export function openChunk(head: Buffer, parsed: ChunkHead, frame: Buffer, offset: number): Buffer {
  if (chunkChecksum(head.subarray(0, 8), frame) !== parsed.checksum) {
    throw new EventError('corrupt', offset, 'a chunk of the recording has a wrong checksum');
  }
  return parsed.length === 0 ? frame : decompress(frame, parsed.rawLength, offset);
}

function decompress(frame: Buffer, rawLength: number, offset: number): Buffer {
  let raw: Buffer;
  try {
    // Into one buffer instead of many that are joined; one byte more than is claimed, for a full one makes it take a second.
    const chunkSize = Math.max(rawLength + 1, 64);
    raw = zstdDecompressSync(frame, { maxOutputLength: Math.max(rawLength, 1), chunkSize });
  } catch (cause) {
    throw new EventError('corrupt', offset, 'a chunk of the recording does not decompress', { cause });
  }
  if (raw.length !== rawLength) throw new EventError('corrupt', offset, 'a chunk of the recording has a wrong length');
  return raw;
}

/** @throws EventError `corrupt` when a line is not JSON; none of the chunk's notes is given then. */
export function parseNotes(raw: Buffer, offset: number): readonly unknown[] {
  const lines = raw.toString('utf8').split('\n');
  try {
    if (lines.pop() !== '') throw new SyntaxError('the last line does not end');
    return lines.map((line): unknown => JSON.parse(line));
  } catch (cause) {
    throw new EventError('corrupt', offset, "the recording's notes are not lines of JSON", { cause });
  }
}
