/**
 * Reads a recording back: its header, then the sensor's bytes chunk by chunk. Notes are checked on the way and
 * passed over; `readRecordingNotes` gives them.
 */
import { EventError } from '../error.ts';
import { ByteQueue } from './byte-queue.ts';
import { openChunk, parseNotes } from './chunk.ts';
import { CHUNK_HEAD, MAX_HEADER, parseChunkHead, RECORDING_MAGIC, type RecordingHeader } from './format.ts';
import { readHeaderLine } from './header.ts';

export interface RecordingChunk {
  /** Where the chunk begins in the file, bytes. */
  readonly offset: number;
  /** Bytes of the sensor's stream. */
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly header: RecordingHeader;
  /**
   * The stream's, once only, in order.
   * @throws EventError `corrupt` or `truncated`, with the offset of the chunk that cannot be read;
   *   those before it have been given.
   */
  readonly chunks: AsyncIterable<RecordingChunk>;
}

/**
 * @param file the file's bytes, cut anywhere.
 * @throws EventError `format` when it is no recording, `contract` when it was made under another major.
 */
export async function readRecording(file: AsyncIterable<Uint8Array>): Promise<Recording> {
  const queue = new ByteQueue(file);
  try {
    const header = await readHeader(queue);
    return { header, chunks: readChunks(queue) };
  } catch (error) {
    await queue.close();
    throw error;
  }
}

async function readHeader(queue: ByteQueue): Promise<RecordingHeader> {
  const magic = await queue.take(RECORDING_MAGIC.length);
  if (magic.toString('latin1') !== RECORDING_MAGIC) {
    const what = magic.length === 0 ? 'the file is empty' : 'the file is no recording of this format';
    throw new EventError('format', 0, `${what}: it should begin with "${RECORDING_MAGIC.trim()}"`);
  }
  const at = queue.offset;
  const line = await queue.line(MAX_HEADER);
  if (line === undefined) throw new EventError('truncated', at, "the recording's header does not end");
  return readHeaderLine(line.toString('utf8'), at);
}

async function* readChunks(queue: ByteQueue): AsyncGenerator<RecordingChunk, void, undefined> {
  try {
    for (;;) {
      const offset = queue.offset;
      const head = await queue.take(CHUNK_HEAD);
      if (head.length < CHUNK_HEAD) throw truncated(offset);
      const parsed = parseChunkHead(head);
      if (parsed === undefined) {
        throw new EventError('corrupt', offset, 'a chunk of the recording claims to be impossibly long');
      }
      const frame = await queue.take(parsed.length);
      if (frame.length < parsed.length) throw truncated(offset);
      const raw = openChunk(head, parsed, frame, offset);
      if (parsed.length === 0) {
        if ((await queue.take(1)).length === 0) return;
        throw new EventError('corrupt', offset + CHUNK_HEAD, 'the recording goes on after its end');
      }
      if (parsed.kind === 'stream') yield { offset, bytes: raw };
      else parseNotes(raw, offset);
    }
  } finally {
    await queue.close();
  }
}

function truncated(offset: number): EventError {
  return new EventError('truncated', offset, 'the recording ends before its end mark; what came before is whole');
}
