/**
 * Reads a recording's notes and nothing else: the stream's chunks are stepped over. It says nothing of what is
 * wrong with the file, for whoever reads the stream is told: the notes end where they cannot be followed.
 */
import { EventError } from '../error.ts';
import { openChunk, parseNotes } from './chunk.ts';
import { CHUNK_HEAD, MAX_HEADER, parseChunkHead, RECORDING_MAGIC } from './format.ts';

/** All notes of a recording that are read, bytes of JSON: bounds memory. About 200,000 answers of a host. */
const MAX_NOTES = 32 * 1024 * 1024;

/** A file that can be read anywhere. */
export interface RandomAccess {
  /** As many bytes as are there, fewer only at the end. */
  read(at: number, length: number): Promise<Buffer>;
}

export interface RecordingNotes {
  /** In the order in which they were written. */
  readonly notes: readonly unknown[];
  /** Whether there were more than are read. */
  readonly cut: boolean;
}

/**
 * A chunk whose kind was falsified is stepped over like the stream; the others are given up to the first fault.
 * @throws what `file` throws
 */
export async function readRecordingNotes(file: RandomAccess, limit = MAX_NOTES): Promise<RecordingNotes> {
  const notes: unknown[] = [];
  let size = 0;
  try {
    for (let at = await afterHeader(file); at !== undefined; ) {
      const head = await file.read(at, CHUNK_HEAD);
      const parsed = head.length < CHUNK_HEAD ? undefined : parseChunkHead(head);
      if (parsed === undefined || parsed.length === 0) break;
      if (parsed.kind === 'notes') {
        size += parsed.rawLength;
        if (size > limit) return { notes, cut: true };
        const frame = await file.read(at + CHUNK_HEAD, parsed.length);
        for (const note of parseNotes(openChunk(head, parsed, frame, at), at)) notes.push(note);
      }
      at += CHUNK_HEAD + parsed.length;
    }
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
  }
  return { notes, cut: false };
}

/** Where the chunks begin; undefined when the file is no recording. */
async function afterHeader(file: RandomAccess): Promise<number | undefined> {
  const start = await file.read(0, RECORDING_MAGIC.length + MAX_HEADER);
  if (start.toString('latin1', 0, RECORDING_MAGIC.length) !== RECORDING_MAGIC) return undefined;
  const end = start.indexOf(0x0a, RECORDING_MAGIC.length);
  return end < 0 ? undefined : end + 1;
}
