/**
 * Messages behind heads that can be read: a length in digits, a word of the protocol, a record header of TLS over what is no TLS. Programs that
 * seal each message put such heads before the ciphertext, and the heads alone would excuse it.
 *
 * @module
 */
import { isText } from '../printable.ts';
import { isRecord, RECORD_HEADER } from './tls.ts';

/** Messages that were taken apart. */
export interface Framed {
  /** What follows the heads, joined. */
  readonly bodies: Uint8Array;
  /** Bytes of each head. */
  readonly head: number;
}

/** The longest head that is looked for; tutorials pad a decimal length to 64 bytes. */
const HEAD_MAX = 64;
/** Of binary heads: magic, type, counter and length. */
const BINARY_HEAD_MAX = 16;
/** A length that fits to the byte by chance (1 in 65,536, some 60 ways are tried) leads to bytes that are judged, and no further. */
const WIDTHS = [4, 2] as const;
/** A longer message is nothing that another follows within the first bytes, and its length says little. */
const MESSAGE_MAX = 1 << 14;

/**
 * Takes the first bytes of one side apart into heads and bodies; undefined where no way to do so holds.
 *
 * @param bytes as sent, over several messages; the last may be cut
 */
export function unframed(bytes: Uint8Array): Framed | undefined {
  return byDigits(bytes) ?? byLength(bytes) ?? behindText(bytes);
}

/** Where a message's body begins and ends; undefined where no head stands at `at`. */
type Head = (at: number) => { readonly body: number; readonly end: number } | undefined;

/** A decimal length among printable characters: in a head of a fixed length, or followed by a few that are always as many. */
function byDigits(bytes: Uint8Array): Framed | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const before = /^[^\d\x00-\x1f\x7f-\xff]{0,16}(?=\d)/.exec(text)?.[0].length;
  if (before === undefined) return undefined;
  const lengthAt = (at: number) => /^\d{1,10}/.exec(text.slice(at + before, at + before + 10))?.[0];
  for (let head = before + 1; head <= HEAD_MAX && isText(bytes[head - 1] ?? 0); head++) {
    const framed = chained(bytes, (at) => {
      const digits = lengthAt(at)?.slice(0, head - before);
      return digits === undefined ? undefined : { body: at + head, end: at + head + Number(digits) };
    });
    if (framed !== undefined) return framed;
  }
  for (let behind = 1; behind <= 4; behind++) {
    const framed = chained(bytes, (at) => {
      const digits = lengthAt(at);
      const body = at + before + (digits?.length ?? 0) + behind;
      return digits === undefined ? undefined : { body, end: body + Number(digits) };
    });
    if (framed !== undefined) return framed;
  }
  return undefined;
}

/** A length of two or four bytes, either way round, that ends a head of the same length each time. */
function byLength(bytes: Uint8Array): Framed | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const width of WIDTHS) {
    for (let head: number = width; head <= Math.min(BINARY_HEAD_MAX, bytes.length); head++) {
      for (const little of [false, true]) {
        const framed = chained(bytes, (at) => {
          const field = at + head - width;
          // where it is cut, and where the heads do not begin alike, another way may hold
          if (at + head > bytes.length || (head > width && bytes[at] !== bytes[0])) return undefined;
          const length = width === 4 ? view.getUint32(field, little) : view.getUint16(field, little);
          return length > MESSAGE_MAX ? undefined : { body: at + head, end: at + head + length };
        });
        if (framed !== undefined) return framed;
      }
    }
  }
  return undefined;
}

/** Follows the lengths from message to message. Two must be whole, or one that ends where the bytes do. */
function chained(bytes: Uint8Array, headAt: Head): Framed | undefined {
  const bodies: Uint8Array[] = [];
  let head = 0;
  let whole = 0;
  let at = 0;
  while (at < bytes.length) {
    const found = headAt(at);
    if (found === undefined || found.end <= found.body) return undefined;
    if (bodies.length === 0) head = found.body;
    if (found.body < bytes.length) bodies.push(bytes.subarray(found.body, found.end));
    at = found.end;
    if (at <= bytes.length) whole += 1;
  }
  const holds = whole >= 2 || at === bytes.length;
  return holds && bodies.length > 0 ? { bodies: joined(bodies), head } : undefined;
}

/** A printable start of at least six characters, or a record header of TLS; the rest is one message as far as is known. */
function behindText(bytes: Uint8Array): Framed | undefined {
  let head = 0;
  while (head < bytes.length && isText(bytes[head] ?? 0)) head++;
  if (head >= 6 && head <= HEAD_MAX) return { bodies: bytes.subarray(head), head };
  return isRecord(bytes) ? { bodies: bytes.subarray(RECORD_HEADER), head: RECORD_HEADER } : undefined;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(Buffer.concat(parts));
}
