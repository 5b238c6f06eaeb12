/**
 * The question of a DNS message (RFC 1035 §4), so that names that were looked up are known.
 *
 * @module
 */
import { ByteReader } from './reader.ts';

export interface DnsQuestion {
  /** Lower case, without the last dot; bytes that are not printable become `?`. */
  readonly name: string;
  readonly type: number;
  readonly response: boolean;
}

/** Reads the first question; `stream` when a two-byte length stands before the message (TCP). undefined when it is not DNS. */
export function parseDnsQuestion(bytes: Uint8Array, stream = false): DnsQuestion | undefined {
  const reader = new ByteReader(stream ? bytes.subarray(2) : bytes);
  reader.uint(2);
  const flags = reader.uint(2);
  const questions = reader.uint(2);
  const answers = reader.uint(2);
  const authority = reader.uint(2);
  const additional = reader.uint(2);
  if (flags === undefined || questions !== 1 || additional === undefined) return undefined;
  if (((flags >> 11) & 15) > 5 || (flags & 0x0040) !== 0) return undefined;
  const response = (flags & 0x8000) !== 0;
  if (!response && ((answers ?? 0) > 0 || (authority ?? 0) > 0 || additional > 4)) return undefined;
  const name = readName(reader);
  const type = reader.uint(2);
  const kind = reader.uint(2);
  if (name === undefined || type === undefined || kind === undefined) return undefined;
  return (kind & 0x7fff) === 1 || kind === 255 ? { name, type, response } : undefined;
}

/** Labels up to the root, lower case; undefined where it is cut, too long, or compressed, which no first name of a message is. */
export function readName(reader: ByteReader): string | undefined {
  const labels: string[] = [];
  for (let total = 0; total < 255; ) {
    const length = reader.uint(1);
    if (length === undefined || length > 63) return undefined;
    if (length === 0) return labels.join('.').toLowerCase();
    const label = reader.take(length);
    if (label === undefined) return undefined;
    labels.push(Array.from(label, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?')).join(''));
    total += length + 1;
  }
  return undefined;
}
