/**
 * The addresses in DNS answers (RFC 1035 §4), so that servers that were looked up by name are known.
 *
 * @module
 */
import { readName } from './dns.ts';
import { ByteReader } from './reader.ts';

export interface DnsAnswer {
  /** That was asked for, whatever aliases led to the address; written as in a question. */
  readonly name: string;
  /** 4 bytes or 16. */
  readonly address: Uint8Array;
}

const RESPONSE = 0x8000;
const INTERNET = 1;
/** Lengths of addresses by the types of the records that hold them: A, and AAAA (RFC 3596). */
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [1, 4],
  [28, 16],
]);

/**
 * Reads messages as they came in, one after the other; the first that is cut or no response ends it.
 *
 * @param stream a two-byte length stands before each message (TCP)
 */
export function parseDnsAnswers(bytes: Uint8Array, stream = false): readonly DnsAnswer[] {
  const reader = new ByteReader(bytes);
  const found: DnsAnswer[] = [];
  while (readMessage(reader, stream, found));
  return found;
}

/** @returns whether the message was read to its end */
function readMessage(reader: ByteReader, stream: boolean, found: DnsAnswer[]): boolean {
  if (stream) reader.uint(2);
  reader.uint(2);
  const flags = reader.uint(2);
  const questions = reader.uint(2);
  const [answers, authority, additional] = [reader.uint(2), reader.uint(2), reader.uint(2)];
  if (flags === undefined || answers === undefined || authority === undefined || additional === undefined) return false;
  if ((flags & RESPONSE) === 0 || questions !== 1) return false;
  const name = readName(reader);
  if (name === undefined || reader.take(4) === undefined) return false;
  for (let i = 0; i < answers + authority + additional; i++) {
    const record = readRecord(reader);
    if (record === undefined) return false;
    if (i < answers && record.address !== undefined) found.push({ name, address: record.address });
  }
  return true;
}

function readRecord(reader: ByteReader): { readonly address: Uint8Array | undefined } | undefined {
  if (!skipName(reader)) return undefined;
  const type = reader.uint(2);
  const kind = reader.uint(2);
  const lifetime = reader.uint(4);
  const length = reader.uint(2);
  if (type === undefined || lifetime === undefined || length === undefined) return undefined;
  const data = reader.take(length);
  if (data === undefined) return undefined;
  return { address: kind === INTERNET && length === LENGTHS.get(type) ? data : undefined };
}

/** A pointer ends a name, and is not followed: none can lead in circles. */
function skipName(reader: ByteReader): boolean {
  for (let total = 0; total < 255; ) {
    const length = reader.uint(1);
    if (length === undefined) return false;
    if (length === 0) return true;
    if (length >= 0xc0) return reader.uint(1) !== undefined;
    if (length > 63 || reader.take(length) === undefined) return false;
    total += length + 1;
  }
  return false;
}
