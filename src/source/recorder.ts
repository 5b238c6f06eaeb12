/** Writes what a live source read to a recording, byte for byte, and beside it notes of what the host was asked. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { type Event, type Hello, RecordingWriter, recordingHeader } from '../event/index.ts';
import { SourceError } from './error.ts';

/** Event time after which what was taken is written even though a chunk is not full, ms: so much is lost with a killed recorder. */
const FLUSH_AFTER = 2000;
const NOTHING = new Uint8Array(0);

export interface RecorderOptions {
  /** When the recording is begun, ISO 8601. */
  readonly created: string;
  /** Version of the product. */
  readonly version: string;
}

/**
 * @example
 * const recorder = new Recorder('events.cwr', { created: new Date().toISOString(), version });
 * const source = liveSource(stream, { onBytes: (bytes, events) => recorder.take(bytes, events) });
 * const journal = new AnswerJournal(providers, (note) => recorder.note(note));
 * for await (const batch of source) engine.take(batch);
 * recorder.close();
 */
export class Recorder {
  readonly #path: string;
  readonly #file: number;
  readonly #options: RecorderOptions;
  /** Bytes that came before the first hello was whole. */
  #early: Uint8Array[] = [];
  #earlyNotes: unknown[] = [];
  /** The last bytes taken: they are written after the notes that their events lead to. */
  #last: Uint8Array = NOTHING;
  #writer: RecordingWriter | undefined;
  #flushedAt = 0;
  #written = 0;

  /** Creates the file, readable by its owner alone (it holds samples of files and traffic), or replaces it. @throws SourceError `unwritable` */
  constructor(path: string, options: RecorderOptions) {
    this.#path = path;
    this.#options = options;
    this.#file = this.#guarded(() => openSync(path, 'w', 0o600));
  }

  /** Bytes in the file. */
  get written(): number {
    return this.#written;
  }

  /**
   * Bytes wait for the next ones, so that whatever is noted about their events comes before them in the file: a
   * recording that ends early tells no event without its notes.
   * @param events what the bytes completed. @throws SourceError `unwritable`
   */
  take(bytes: Uint8Array, events: readonly Event[]): void {
    if (this.#writer !== undefined) this.#write(this.#writer.take(this.#last));
    else if (this.#last.length > 0) this.#early.push(this.#last);
    this.#last = Uint8Array.from(bytes);
    const hello =
      this.#writer === undefined ? events.find((event): event is Hello => event.kind === 'hello') : undefined;
    if (hello !== undefined) this.#begin(hello);
    const time = events.at(-1)?.time ?? this.#flushedAt;
    if (this.#writer !== undefined && time - this.#flushedAt >= FLUSH_AFTER) {
      this.#flushedAt = time;
      this.#write(this.#writer.flush());
    }
  }

  /** Notes something about the events taken last. Written with the bytes of the stream; see `take`. @param value what JSON can say */
  note(value: unknown): void {
    if (this.#writer === undefined) this.#earlyNotes.push(value);
    else this.#writer.note(value);
  }

  /** Makes the recording whole. @returns false when nothing was recorded: no hello came, and the file is empty. */
  close(): boolean {
    if (this.#writer !== undefined) {
      this.#write(this.#writer.take(this.#last));
      this.#write(this.#writer.end());
    }
    this.#guarded(() => closeSync(this.#file));
    return this.#writer !== undefined;
  }

  #begin(hello: Hello): void {
    this.#writer = new RecordingWriter(recordingHeader(hello, this.#options.created, this.#options.version));
    this.#flushedAt = hello.time;
    this.#write(this.#writer.begin());
    for (const note of this.#earlyNotes) this.#writer.note(note);
    for (const bytes of this.#early) this.#write(this.#writer.take(bytes));
    this.#early = [];
    this.#earlyNotes = [];
  }

  #write(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) at += this.#guarded(() => writeSync(this.#file, bytes, at));
    this.#written += bytes.length;
  }

  #guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      throw new SourceError('unwritable', `cannot write ${this.#path}`, cause);
    }
  }
}
