/** Finds the head of a new stream among bytes that are no records: a sensor killed in mid-write, then started again. */
import { HELLO, MAGIC } from './hello.ts';
import { HEADER, MAX_RECORD, RecordType } from './wire.ts';

const magic = Buffer.from(MAGIC.padEnd(HELLO.fields.magic.size, '\0'), 'latin1');

/** Bytes of a hello that `isHello` looks at. */
export const HELLO_HEAD = HELLO.at.magic + magic.length;

/** Whether `HELLO_HEAD` bytes from `start` are the head of a CW_HELLO: type, sequence 0 and magic. */
export function isHello(bytes: Buffer, start: number): boolean {
  return (
    bytes.readUInt16LE(start + HEADER.at.type) === RecordType.values.HELLO &&
    bytes.readUInt32LE(start + HEADER.at.size) >= HELLO_HEAD &&
    bytes.readUInt32LE(start + HEADER.at.size) <= MAX_RECORD &&
    bytes.readUInt32LE(start + HEADER.at.seq) === 0 &&
    bytes.readUInt32LE(start + HEADER.at.seq + 4) === 0 &&
    magic.equals(bytes.subarray(start + HELLO.at.magic, start + HELLO_HEAD))
  );
}

/** Where the first hello at or after `from` begins; -1 when none does in what is there. */
export function findHello(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(magic, from + HELLO.at.magic);
  while (at >= 0) {
    const start = at - HELLO.at.magic;
    if (start >= from && isHello(bytes, start)) return start;
    at = bytes.indexOf(magic, at + 1);
  }
  return -1;
}
