/**
 * Ciphertext in the body of an HTTP message: as it is, or as nothing but one text of base64 or hexadecimal. Digests, signatures and keys are carried
 * alike and are short or DER; what is compressed or of a known format is none.
 *
 * @module
 */

import type { TextEncoding } from '../content/decode-text.ts';
import { classify } from '../content/index.ts';
import { type EncryptedJudgement, judgeEncrypted } from './encrypted.ts';

export interface BodyJudgement {
  /** The text encoding that it was hidden in. */
  readonly encoding: TextEncoding | undefined;
  readonly judgement: EncryptedJudgement;
  /** Bytes that were judged, decoded. */
  readonly length: number;
}

/** Of what a body is judged by: enough for χ², and more than the longest digest in use (SHA-512, 64). */
const MIN_BODY = 96;
/** Some put a name in clear in front. */
const CLEAR_START = /^[\x20-\x7e]{8,64}/;

/** Undefined where there is no such body, or where too little of it is there. */
export function judgeBody(bytes: Uint8Array): BodyJudgement | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const at = text.indexOf('\r\n\r\n');
  if (at < 0 || /^(?:content-encoding|transfer-encoding):/im.test(text.slice(0, at))) return undefined;
  // more requests may follow within the first bytes
  const length = /^content-length: *(\d{1,10}) *\r?$/im.exec(text.slice(0, at))?.[1];
  const end = length === undefined ? bytes.length : at + 4 + Number(length);
  const body = text.slice(at + 4, end);
  if (!/^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}\s*$/.test(body))
    return judgeBytes(bytes.subarray(at + 4, end), undefined);
  const encoding = /^[0-9a-f]+\s*$/i.test(body) ? 'hex' : 'base64';
  const decoded = Buffer.from(body, encoding);
  const clear = CLEAR_START.exec(decoded.toString('latin1'))?.[0].length ?? 0;
  return judgeBytes(new Uint8Array(decoded.subarray(clear)), encoding);
}

function judgeBytes(bytes: Uint8Array, encoding: TextEncoding | undefined): BodyJudgement | undefined {
  if (bytes.length < MIN_BODY || isDer(bytes) || classify(bytes, bytes.length, 0).class !== 'random') return undefined;
  return { encoding, judgement: judgeEncrypted(bytes), length: bytes.length };
}

/** A sequence of ASN.1 whose length is written in full: a key, a certificate, a signature (X.690 §8.1.3). */
function isDer(bytes: Uint8Array): boolean {
  const [tag, form, high = 0, low = 0] = bytes;
  if (tag !== 0x30) return false;
  const length = form === 0x82 ? high * 256 + low + 4 : form === 0x81 ? high + 3 : 0;
  return length >= bytes.length && length < 16_384;
}
