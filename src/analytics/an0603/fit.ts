/**
 * Whether ciphertext of one size can have been made of plaintext of another.
 *
 * @module
 */
import type { Output, Source } from './counterparts.ts';

export interface Fit {
  readonly certainty: number;
  /** Sizes agree to within header and padding. */
  readonly exact: boolean;
  /** Bytes added (negative: saved). */
  readonly excess: number;
  readonly reason: string;
}

/** Header, salt, nonce, tag and padding of ordinary containers, bytes; plus 1/64 for tags per chunk. */
const OVERHEAD = 1024;
/** A few random bytes fit nothing in particular. */
const MIN_RANDOM = 24;

/** undefined when it cannot be, or says nothing. */
export function fitOf(source: Source, output: Output): Fit | undefined {
  if (source.size === 0 || output.size === 0 || !source.whole) return undefined;
  const excess = output.size - source.size;
  const container = output.content.class === 'encrypted_container';
  if (excess >= 0 && excess <= OVERHEAD + source.size / 64) {
    return { certainty: 0.95, exact: true, excess, reason: `${output.size} bytes made of ${source.size}` };
  }
  const encoded = encodedExcess(source.size, output.size);
  if (encoded !== undefined)
    return {
      certainty: 0.9,
      exact: true,
      excess: encoded,
      reason: `encoded: ${output.size} bytes made of ${source.size}`,
    };
  if (container && output.size <= source.size * 2 + 8192 && output.size >= source.size / 200) {
    return { certainty: 0.85, exact: false, excess, reason: `${output.size} bytes made of ${source.size}, compressed` };
  }
  const close = output.time - source.time < 2000 && source.openedAt <= output.openedAt + 2000;
  if (!container && close && output.size >= MIN_RANDOM && excess < 0 && output.size >= source.size / 20) {
    return { certainty: 0.6, exact: false, excess, reason: `${output.size} random bytes made of ${source.size}` };
  }
  return undefined;
}

/** Base64 (4/3, with or without line ends) and hex (2) of the plaintext and its overhead. */
function encodedExcess(plain: number, encoded: number): number | undefined {
  for (const ratio of [4 / 3, (4 / 3) * (65 / 64), (4 / 3) * (77 / 76), 2, 2 * (65 / 64)]) {
    const excess = encoded / ratio - plain;
    if (excess >= -4 && excess <= 256 + plain / 50) return excess;
  }
  return undefined;
}
