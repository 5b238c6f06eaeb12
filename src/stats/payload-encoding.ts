/**
 * Ciphertext behind a text encoding: base64 or hexadecimal whose decoded bytes cannot be told from random ones
 * (a flat alphabet; encoded text or code is never flat).
 *
 * @module
 */
import { type EncryptedJudgement, judgeEncrypted } from './payload-encrypted.ts';

export interface EncodedPayload {
  readonly encoding: 'base64' | 'hex';
  readonly decoded: EncryptedJudgement;
  /** Decoded bytes that were judged. */
  readonly length: number;
}

/** Encoded characters needed before anything is said: 32 decoded bytes. */
const MIN_BASE64 = 44;
const MIN_HEX = 64;

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
