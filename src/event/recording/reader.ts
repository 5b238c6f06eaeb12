/** Reads a recording back: its header, then the sensor's bytes chunk by chunk. */
import { zstdDecompressSync } from 'node:zlib';
import { EventError } from '../error.ts';
import { CONTRACT_MAJOR } from '../wire.ts';
import { ByteQueue } from './byte-queue.ts';
import { CHUNK_HEAD, chunkChecksum, MAX_CHUNK, MAX_HEADER, RECORDING_MAGIC, type RecordingHeader } from './format.ts';

export interface RecordingChunk {
  /** Where the chunk begins in the file, bytes. */
  readonly offset: number;
  /** Bytes of the sensor's stream. */
  readonly bytes: Uint8Array;
}

export interface Recording {
  readonly header: RecordingHeader;
  /**
   * Once only, in order.
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
  const header = parseHeader(line.toString('utf8'), at);
  if (header.contract.major !== CONTRACT_MAJOR) {
    const { major, minor } = header.contract;
    const message = `the recording was made under contract ${major}.${minor}; this program reads ${CONTRACT_MAJOR}.x`;
    throw new EventError('contract', at, message);
  }
  return header;
}

function parseHeader(text: string, at: number): RecordingHeader {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new EventError('corrupt', at, "the recording's header is not JSON", { cause });
  }
  if (!isHeader(header)) throw new EventError('corrupt', at, "the recording's header lacks a field");
  return header;
}

function isHeader(value: unknown): value is RecordingHeader {
  const text = (of: unknown, ...names: string[]) => names.every((name) => typeof field(of, name) === 'string');
  const contract = field(value, 'contract');
  return (
    typeof field(contract, 'major') === 'number' &&
    typeof field(contract, 'minor') === 'number' &&
    text(field(value, 'host'), 'name', 'bootId', 'kernel', 'machine') &&
    typeof field(field(value, 'clock'), 'firstHello') === 'number' &&
    text(value, 'created') &&
    text(field(value, 'product'), 'name', 'version')
  );
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined;
}

async function* readChunks(queue: ByteQueue): AsyncGenerator<RecordingChunk, void, undefined> {
  try {
    for (;;) {
      const offset = queue.offset;
      const head = await queue.take(CHUNK_HEAD);
      if (head.length < CHUNK_HEAD) throw truncated(offset);
      const length = head.readUInt32LE(0);
      const rawLength = head.readUInt32LE(4);
      if (length > MAX_CHUNK || rawLength > MAX_CHUNK) {
        throw new EventError('corrupt', offset, 'a chunk of the recording claims to be impossibly long');
      }
      const frame = await queue.take(length);
      if (frame.length < length) throw truncated(offset);
      if (chunkChecksum(head.subarray(0, 8), frame) !== head.readUInt32LE(8)) {
        throw new EventError('corrupt', offset, 'a chunk of the recording has a wrong checksum');
      }
      if (length === 0) {
        if ((await queue.take(1)).length === 0) return;
        throw new EventError('corrupt', offset + CHUNK_HEAD, 'the recording goes on after its end');
      }
      yield { offset, bytes: decompress(frame, rawLength, offset) };
    }
  } finally {
    await queue.close();
  }
}

function decompress(frame: Buffer, rawLength: number, offset: number): Uint8Array {
  let raw: Buffer;
  try {
    raw = zstdDecompressSync(frame, { maxOutputLength: Math.max(rawLength, 1) });
  } catch (cause) {
    throw new EventError('corrupt', offset, 'a chunk of the recording does not decompress', { cause });
  }
  if (raw.length !== rawLength) throw new EventError('corrupt', offset, 'a chunk of the recording has a wrong length');
  return raw;
}

function truncated(offset: number): EventError {
  return new EventError('truncated', offset, 'the recording ends before its end mark; what came before is whole');
}
