/**
 * What a range of a file is: format by magic and structure, text, random, or none of these.
 *
 * @module
 */
import { randomness } from '../randomness.ts';
import { compressedContent, headerlessStream } from './compressed.ts';
import { embeddedStream } from './embedded.ts';
import { encryptedContent } from './encrypted.ts';
import { knownFormat } from './formats.ts';
import { textContent } from './text.ts';
import { type Content, content } from './types.ts';

/** Fewer equal bytes can be content. */
const BLANK_MIN_BYTES = 64;

/**
 * Classifies one range.
 *
 * @param bytes up to some thousand bytes; 512 and fewer is what sessions carry
 * @param size of the whole file in bytes, as far as known (at least `offset + bytes.length`)
 * @param offset of the range in the file; formats are recognised at 0 only
 */
export function classify(bytes: Uint8Array, size: number, offset: number): Content {
  return withoutHeaderless(classifyQuickly(bytes, size, offset), bytes, offset);
}

/**
 * As {@link classify}, but compressed streams without a header, or behind a foreign one, are left among the random ranges:
 * finding them takes some 250 µs a random range.
 */
export function classifyQuickly(bytes: Uint8Array, size: number, offset: number): Content {
  if (bytes.length === 0) return content('empty', 'empty', size === 0 ? 1 : 0.3, 'no bytes');
  if (offset === 0) {
    const head = { bytes, size: Math.max(size, bytes.length) };
    const recognised = encryptedContent(head) ?? compressedContent(head) ?? knownFormat(head);
    if (recognised !== undefined) return recognised;
  }
  if (isBlank(bytes)) return content('empty', 'blank', 0.9, `${bytes.length} times the same byte`);
  return textContent(bytes, offset === 0) ?? statistical(bytes);
}

/** Nothing was ever written here, or it was wiped. */
function isBlank(bytes: Uint8Array): boolean {
  if (bytes.length < BLANK_MIN_BYTES) return false;
  for (let i = 1; i < bytes.length; i++) if (bytes[i] !== bytes[0]) return false;
  return true;
}

/** The compressed stream without a header, or behind a foreign one, that random-looking bytes may be. */
export function hiddenStream(bytes: Uint8Array): Content | undefined {
  return headerlessStream(bytes) ?? embeddedStream(bytes);
}

/** What a random-looking beginning of a file hides; else the content given. */
export function withoutHeaderless(found: Content, bytes: Uint8Array, offset: number): Content {
  if (found.class !== 'random' || found.format !== 'random' || offset !== 0) return found;
  return hiddenStream(bytes) ?? found;
}

function statistical(bytes: Uint8Array): Content {
  const { verdict, chi, limit, entropy } = randomness(bytes);
  const figures = `χ² ${chi.toFixed(0)} (limit ${limit.toFixed(0)}), entropy ${entropy.toFixed(2)} bits over ${bytes.length} bytes`;
  if (verdict === 'random') return content('random', 'random', Math.min(0.4 + bytes.length / 256, 0.95), figures);
  const why = verdict === 'too_short' ? 'too short to tell' : 'not random';
  return content('binary', 'binary', verdict === 'too_short' ? 0.4 : 0.7, `${why}: ${figures}`);
}

/** Whether this is content a person or program could still make use of: plaintext in the sense of AN0603. */
export function isPlaintext({ class: cls }: Content): boolean {
  return !['empty', 'encrypted_container', 'encoded', 'random', 'binary'].includes(cls);
}

/** Whether this can be the output of an encryption. */
export function isCiphertext({ class: cls }: Content): boolean {
  return cls === 'encrypted_container' || cls === 'random' || cls === 'encoded';
}
