/**
 * Ciphertext behind a text encoding: base64, hexadecimal and the like, whose decoded bytes cannot be told from random ones
 * (a flat alphabet; encoded text or code is never flat).
 *
 * @module
 */
import { decodeText, type TextEncoding, usesEvenly } from '../content/decode-text.ts';
import { type EncryptedJudgement, judgeEncrypted } from './encrypted.ts';

export interface EncodedPayload {
  readonly encoding: TextEncoding;
  readonly decoded: EncryptedJudgement;
  /** Decoded bytes that were judged. */
  readonly length: number;
}

/** Decoded bytes needed before anything is said. */
const MIN_DECODED = 32;

/** Finds the encoding that a whole payload is in (line breaks and one short label before it allowed), else undefined. */
export function judgeEncoded(bytes: Uint8Array): EncodedPayload | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const body = text.replace(/^[\w-]{1,24}[:= ]\s*/, '').replace(/\0+/g, '');
  const found = decodeText(body).find(({ bytes: decoded }) => decoded.length >= MIN_DECODED);
  if (found === undefined || !usesEvenly(body, found.encoding)) return undefined;
  return { encoding: found.encoding, decoded: judgeEncrypted(found.bytes), length: found.bytes.length };
}
