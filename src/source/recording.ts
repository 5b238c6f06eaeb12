/** A recording's events, in the order they were recorded, and the notes beside them. */
import { createReadStream } from 'node:fs';
import { Decoder, type Event, EventError, type RecordingHeader, readRecording } from '../event/index.ts';
import { SourceError } from './error.ts';
import { notesOf } from './recording-notes.ts';
import type { Source } from './source.ts';

/** Bytes read from the file at once. */
const READ_BYTES = 1024 * 1024;
/** Chunks whose place in the file is remembered, to say where in it a record was wrong. */
const REMEMBERED = 16;

export interface RecordingSource extends Source {
  readonly header: RecordingHeader;
  /** All that was noted beside the stream, in order; of a damaged recording what comes before the damage. None of a pipe. */
  readonly notes: readonly unknown[];
  /** Whether there were more notes than are read. */
  readonly notesCut: boolean;
}

/**
 * Opens a recording and reads its header and, stepping over the stream, its notes. The batches throw EventError `corrupt`, `truncated` or
 * `contract`, with the byte offset in the file, after everything before it was handed out.
 * @throws EventError `format`, `contract`, `corrupt`, `truncated`. SourceError `unreadable`.
 */
export async function openRecording(path: string): Promise<RecordingSource> {
  const { notes, cut } = await notesOf(path);
  const stream = createReadStream(path, { highWaterMark: READ_BYTES });
  const { header, chunks } = await readRecording(readable(stream, path));
  const decoder = new Decoder({ strict: true });
  const places = new ChunkPlaces();
  async function* batches(): AsyncGenerator<readonly Event[], void, undefined> {
    try {
      for await (const chunk of chunks) {
        places.add(chunk.offset, chunk.bytes.length);
        const events = decoder.push(chunk.bytes);
        if (events.length > 0) yield events;
      }
      const rest = decoder.end();
      if (rest.length > 0) yield rest;
    } catch (error) {
      throw error instanceof EventError && error === decoder.failure ? places.locate(error) : error;
    }
  }
  return {
    name: 'recording',
    header,
    notes,
    notesCut: cut,
    describe: () => `${path}: recorded on ${header.host.name} (${header.host.kernel}), ${header.created}`,
    gauges: () => ({
      bytes: places.bytes,
      records: decoder.records,
      unknown: decoder.unknown,
      skipped: decoder.skipped,
    }),
    [Symbol.asyncIterator]: batches,
  };
}

async function* readable(stream: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* stream;
  } catch (cause) {
    throw new SourceError('unreadable', `cannot read ${path}`, cause);
  }
}

/** Maps offsets in the sensor's stream to chunks of the file. */
class ChunkPlaces {
  readonly #places: { readonly stream: number; readonly file: number }[] = [];
  bytes = 0;

  add(file: number, length: number): void {
    this.#places.push({ stream: this.bytes, file });
    if (this.#places.length > REMEMBERED) this.#places.shift();
    this.bytes += length;
  }

  locate(error: EventError): EventError {
    const place = this.#places.findLast(({ stream }) => stream <= error.offset);
    if (place === undefined) return error;
    const within = error.offset - place.stream;
    const message = `${error.what}, ${within} bytes into the chunk that begins`;
    return new EventError(error.code, place.file, message, { cause: error });
  }
}
