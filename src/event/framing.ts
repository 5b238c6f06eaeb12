/** Where records begin and end in a chunk, judged by their headers alone. */
import { HEADER, MAX_RECORD, RecordType } from './wire.ts';

const header = HEADER.at;
const TWO_32 = 0x1_0000_0000;

/**
 * For a record within which a hello stands: either a partial record that was followed by a restarted
 * sensor's hello, or one that carries somebody's copy of a hello. What follows tells.
 * @returns the size; -1 when it was a partial record, 0 while what follows is not there.
 */
export function confirmedSize(bytes: Buffer, at: number, size: number): number {
  const next = at + size;
  if (bytes.length - next < HEADER.size) return 0;
  const seq = readU64(bytes, at + header.seq);
  const type = bytes.readUInt16LE(next + header.type);
  const follows = readU64(bytes, next + header.seq) === (type === RecordType.values.HELLO ? 0 : seq + 1);
  return follows && plausibleSize(bytes, next) ? size : -1;
}

/** Whether a header's size and type can be a record's. */
export function plausibleSize(bytes: Buffer, at: number): boolean {
  const size = bytes.readUInt32LE(at + header.size);
  return size >= HEADER.size && size <= MAX_RECORD && bytes.readUInt16LE(at + header.type) !== 0;
}

/** Rounded to a double above 2^53. */
export function readU64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * TWO_32;
}
