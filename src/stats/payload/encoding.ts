/**
 * Ciphertext behind a text encoding: base64, hexadecimal and the like, whose decoded bytes cannot be told from random ones
 * (a flat alphabet; encoded text or code is never flat).
 *
 * @module
 */
import { decodeText, type TextEncoding, usesEvenly } from '../content/decode-text.ts';
import { compressedFormat } from './container.ts';
import { type EncryptedJudgement, judgeEncrypted } from './encrypted.ts';

export interface EncodedPayload {
  readonly encoding: TextEncoding;
  readonly decoded: EncryptedJudgement;
  /** Decoded bytes that were judged. */
  readonly length: number;
}

/** Decoded bytes needed before anything is said. */
const MIN_DECODED = 32;

/** Of what a body is judged by: enough for χ² beside the clear start that some put in front. */
const MIN_BODY = 64;
const CLEAR_START = /^[\x20-\x7e]{8,64}/;

/**
 * The same for the body of an HTTP message that is nothing but one encoded text; what it decodes to may begin with a name in clear.
 * Undefined where there is no such body, or where too little of it is there.
 */
export function judgeEncodedBody(bytes: Uint8Array): EncodedPayload | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const at = text.indexOf('\r\n\r\n');
  if (at < 0 || /^content-encoding:/im.test(text.slice(0, at))) return undefined;
  const body = text.slice(at + 4);
  if (!/^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}\s*$/.test(body)) return undefined;
  const encoding = /^[0-9a-f]+\s*$/i.test(body) ? 'hex' : 'base64';
  const decoded = Buffer.from(body, encoding);
  const compressed = compressedFormat(new Uint8Array(decoded));
  if (compressed !== undefined && compressed.proof !== 'false') return undefined;
  const clear = CLEAR_START.exec(decoded.toString('latin1'))?.[0].length ?? 0;
  const rest = new Uint8Array(decoded.subarray(clear));
  if (rest.length < MIN_BODY) return undefined;
  return { encoding, decoded: judgeEncrypted(rest), length: rest.length };
}

/** Finds the encoding that a whole payload is in (line breaks and one short label before it allowed), else undefined. */
export function judgeEncoded(bytes: Uint8Array): EncodedPayload | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const body = text.replace(/^[\w-]{1,24}[:= ]\s*/, '').replace(/\0+/g, '');
  const found = decodeText(body).find(({ bytes: decoded }) => decoded.length >= MIN_DECODED);
  if (found === undefined || !usesEvenly(body, found.encoding)) return undefined;
  return { encoding: found.encoding, decoded: judgeEncrypted(found.bytes), length: found.bytes.length };
}
