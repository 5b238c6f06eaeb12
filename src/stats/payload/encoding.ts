/**
 * Ciphertext behind a text encoding: base64 or hexadecimal whose decoded bytes cannot be told from random ones
 * (a flat alphabet; encoded text or code is never flat).
 *
 * @module
 */
import { compressedFormat } from './container.ts';
import { type EncryptedJudgement, judgeEncrypted } from './encrypted.ts';

export interface EncodedPayload {
  readonly encoding: 'base64' | 'hex';
  readonly decoded: EncryptedJudgement;
  /** Decoded bytes that were judged. */
  readonly length: number;
}

/** Encoded characters needed before anything is said: 32 decoded bytes. */
const MIN_BASE64 = 44;
const MIN_HEX = 64;

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
  const body = text.replace(/^[\w-]{1,24}[:= ]\s*/, '').replace(/[\r\n\0]+/g, '');
  if (body.length >= MIN_HEX && /^[0-9a-f]+$/i.test(body)) return judged('hex', body.slice(0, body.length & ~1));
  if (body.length >= MIN_BASE64 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(body)) {
    return judged('base64', body.replace(/-/g, '+').replace(/_/g, '/'));
  }
  return undefined;
}

function judged(encoding: 'base64' | 'hex', text: string): EncodedPayload {
  const decoded = new Uint8Array(Buffer.from(text, encoding));
  return { encoding, decoded: judgeEncrypted(decoded), length: decoded.length };
}
