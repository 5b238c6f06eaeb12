/** Frames the sensor's bytes as a recording. Pure: the caller writes what it is given, in order. */
import { constants, zstdCompressSync } from 'node:zlib';
import { CHUNK_HEAD, chunkChecksum, RECORDING_MAGIC, type RecordingHeader } from './format.ts';

/** Raw bytes that make a chunk: enough for zstd to find what repeats, little to lose when a recorder is killed. */
const CHUNK_BYTES = 256 * 1024;
/** zstd level; 3 keeps up with far more than a sensor writes. */
const LEVEL = 3;

/**
 * @example
 * const writer = new RecordingWriter(header);
 * file.write(writer.begin());
 * for (const bytes of stream) file.write(writer.take(bytes));
 * file.write(writer.end());
 */
export class RecordingWriter {
  readonly #header: RecordingHeader;
  #waiting: Uint8Array[] = [];
  #size = 0;

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

  /** Ends a chunk early, so that what was taken reaches the file. Nothing when nothing waits. */
  flush(): Buffer {
    if (this.#size === 0) return Buffer.alloc(0);
    const raw = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#size = 0;
    const frame = zstdCompressSync(raw, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
    return Buffer.concat([chunkHead(frame, raw.length), frame]);
  }

  /** What still waits, and the mark that the recording is whole. */
  end(): Buffer {
    return Buffer.concat([this.flush(), chunkHead(Buffer.alloc(0), 0)]);
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
    this.#size += bytes.length;
  }
}

function chunkHead(frame: Buffer, rawLength: number): Buffer {
  const head = Buffer.alloc(CHUNK_HEAD);
  head.writeUInt32LE(frame.length, 0);
  head.writeUInt32LE(rawLength, 4);
  head.writeUInt32LE(chunkChecksum(head.subarray(0, 8), frame), 8);
  return head;
}
