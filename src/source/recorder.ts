/** Writes what a live source read to a recording, byte for byte. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { type Event, type Hello, RecordingWriter, recordingHeader } from '../event/index.ts';
import { SourceError } from './error.ts';

/** Event time after which what was taken is written even though a chunk is not full, ms: so much is lost with a killed recorder. */
const FLUSH_AFTER = 2000;

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
 * for await (const batch of source) engine.take(batch);
 * recorder.close();
 */
export class Recorder {
  readonly #path: string;
  readonly #file: number;
  readonly #options: RecorderOptions;
  /** Bytes that came before the first hello was whole. */
  #early: Uint8Array[] = [];
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

  /** @param events what the bytes completed. @throws SourceError `unwritable` */
  take(bytes: Uint8Array, events: readonly Event[]): void {
    if (this.#writer === undefined) {
      this.#early.push(Uint8Array.from(bytes));
      const hello = events.find((event): event is Hello => event.kind === 'hello');
      if (hello !== undefined) this.#begin(hello);
    } else {
      this.#write(this.#writer.take(bytes));
    }
    const time = events.at(-1)?.time ?? this.#flushedAt;
    if (this.#writer !== undefined && time - this.#flushedAt >= FLUSH_AFTER) {
      this.#flushedAt = time;
      this.#write(this.#writer.flush());
    }
  }

  /** Makes the recording whole. @returns false when nothing was recorded: no hello came, and the file is empty. */
  close(): boolean {
    if (this.#writer !== undefined) this.#write(this.#writer.end());
    this.#guarded(() => closeSync(this.#file));
    return this.#writer !== undefined;
  }

  #begin(hello: Hello): void {
    this.#writer = new RecordingWriter(recordingHeader(hello, this.#options.created, this.#options.version));
    this.#flushedAt = hello.time;
    this.#write(this.#writer.begin());
    for (const bytes of this.#early) this.#write(this.#writer.take(bytes));
    this.#early = [];
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
