/**
 * Whether ciphertext of one size can have been made of plaintext of another.
 *
 * @module
 */
import type { Reading } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';

/** How sizes agree: to within header and padding, of an encoding, or only roughly. */
export type FitKind = 'exact' | 'encoded' | 'compressed';

/** Header, salt, nonce, tag and padding of ordinary containers, bytes; plus 1/64 for tags per chunk. */
const OVERHEAD = 1024;
/** A few random bytes fit nothing in particular. */
const MIN_RANDOM = 24;
/**
 * Characters for each byte: base85, base64 (with or without line ends), uuencode, base32, hexadecimal together, apart, and apart in
 * lines of 16, and hexadecimal of hexadecimal in lines of 80 (ansible-vault).
 */
const ENCODINGS = [
  5 / 4,
  4 / 3,
  (4 / 3) * (65 / 64),
  (4 / 3) * (77 / 76),
  62 / 45,
  8 / 5,
  2,
  2 * (65 / 64),
  3,
  49 / 16,
  4 * (81 / 80),
];
/** Size of compressed text, at the least, and what a small container adds, at the most. */
const LEAST_SHARE = 1 / 200;
const MOST_ADDED = 8192;
/** ms between a reading's end and an output's, when it is taken for roughly the same data. */
const CLOSE = 2000;

/** By sizes alone: cheap. undefined when it cannot be, or says nothing. `compressed` needs {@link roughlyFits} too. */
export function fitOf(source: Reading, output: Output): FitKind | undefined {
  const plain = source.size;
  const cipher = output.size;
  // the number of a file that is gone may be another's by now
  const same = source.record.file === output.file && source.record.gone === undefined;
  if (plain === 0 || cipher === 0 || !source.whole || same) return undefined;
  if (cipher >= plain && cipher - plain <= OVERHEAD + plain / 64) return 'exact';
  for (const ratio of ENCODINGS) {
    const excess = cipher / ratio - plain;
    if (excess >= -4 && excess <= 256 + plain / 50) return 'encoded';
  }
  return cipher <= plain * 2 + MOST_ADDED && cipher >= plain * LEAST_SHARE ? 'compressed' : undefined;
}

/** Whether a rough fit is believed: any container; random bytes when they are fewer and were written close by in time. */
export function roughlyFits(source: Reading, output: Output): boolean {
  if (output.content.class === 'encrypted_container') return true;
  const close = output.time - source.time < CLOSE && source.openedAt <= output.openedAt + CLOSE;
  return close && output.size >= MIN_RANDOM && output.size < source.size && output.size >= source.size / 20;
}

/** 0…1: how sure it is that this was made out of that; of a container or of random bytes. */
export function certaintyOf(kind: FitKind, output: Output): number {
  if (kind === 'exact') return 0.95;
  if (kind === 'encoded') return 0.9;
  return output.content.class === 'encrypted_container' ? 0.85 : 0.6;
}

/** For a person. */
export function describeFit(kind: FitKind, { size }: Reading, output: Output): string {
  if (kind === 'exact') return `${output.size} bytes made of ${size}`;
  if (kind === 'encoded') return `encoded: ${output.size} bytes made of ${size}`;
  return `${output.size} bytes made of ${size}, compressed or cut`;
}
