/** Frames the sensor's bytes as a recording. Pure: the caller writes what it is given, in order. */
import { constants, zstdCompressSync } from 'node:zlib';
import { CHUNK_HEAD, chunkChecksum, MAX_NOTE, NOTES_BIT, RECORDING_MAGIC, type RecordingHeader } from './format.ts';

/** Raw bytes that make a chunk: enough for zstd to find what repeats, little to lose when a recorder is killed. */
const CHUNK_BYTES = 256 * 1024;
/** zstd level; 3 keeps up with far more than a sensor writes. */
const LEVEL = 3;

/**
 * @example
 * const writer = new RecordingWriter(header);
 * file.write(writer.begin());
 * for (const bytes of stream) {
 *   for (const answer of answersAbout(bytes)) writer.note(answer);
 *   file.write(writer.take(bytes));
 * }
 * file.write(writer.end());
 */
export class RecordingWriter {
  readonly #header: RecordingHeader;
  #waiting: Uint8Array[] = [];
  #size = 0;
  #notes: Buffer[] = [];

  constructor(header: RecordingHeader) {
    this.#header = header;
  }

  /** The head of the file. */
  begin(): Buffer {
    return Buffer.from(`${RECORDING_MAGIC}${JSON.stringify(this.#header)}\n`);
  }

  /** Takes bytes of the stream (they are copied). @returns what is ready to be written: mostly nothing. */
  take(bytes: Uint8Array): Buffer {
    const done: Buffer[] = [];
    let rest = Uint8Array.from(bytes);
    while (this.#size + rest.length >= CHUNK_BYTES) {
      const room = CHUNK_BYTES - this.#size;
      this.#hold(rest.subarray(0, room));
      rest = rest.subarray(room);
      done.push(this.flush());
    }
    this.#hold(rest);
    return Buffer.concat(done);
  }

  /**
   * Takes something to be told beside the stream; it is written before the bytes that wait and those that come.
   * @param value what JSON can say. @throws RangeError when it is longer than `MAX_NOTE`; nothing is taken then.
   */
  note(value: unknown): void {
    const line = Buffer.from(`${JSON.stringify(value) ?? 'null'}\n`);
    if (line.length > MAX_NOTE) throw new RangeError(`a note of ${line.length} bytes; ${MAX_NOTE} are allowed`);
    this.#notes.push(line);
  }

  /** Ends a chunk early, so that what was taken reaches the file. Nothing when nothing waits. */
  flush(): Buffer {
    const done = this.#flushNotes();
    if (this.#size > 0) done.push(chunk(Buffer.concat(this.#waiting)));
    this.#waiting = [];
    this.#size = 0;
    return Buffer.concat(done);
  }

  /** What still waits, and the mark that the recording is whole. */
  end(): Buffer {
    return Buffer.concat([this.flush(), chunkHead(Buffer.alloc(0), 0)]);
  }

  /** Each chunk holds whole lines. */
  #flushNotes(): Buffer[] {
    const done: Buffer[] = [];
    let lines: Buffer[] = [];
    let size = 0;
    for (const line of this.#notes) {
      if (size > 0 && size + line.length > CHUNK_BYTES) {
        done.push(chunk(Buffer.concat(lines), NOTES_BIT));
        lines = [];
        size = 0;
      }
      lines.push(line);
      size += line.length;
    }
    if (size > 0) done.push(chunk(Buffer.concat(lines), NOTES_BIT));
    this.#notes = [];
    return done;
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
    this.#size += bytes.length;
  }
}

function chunk(raw: Buffer, bits = 0): Buffer {
  const frame = zstdCompressSync(raw, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
  return Buffer.concat([chunkHead(frame, raw.length + bits), frame]);
}

function chunkHead(frame: Buffer, rawWord: number): Buffer {
  const head = Buffer.alloc(CHUNK_HEAD);
  head.writeUInt32LE(frame.length, 0);
  head.writeUInt32LE(rawWord, 4);
  head.writeUInt32LE(chunkChecksum(head.subarray(0, 8), frame), 8);
  return head;
}
