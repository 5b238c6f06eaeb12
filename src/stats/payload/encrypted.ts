/**
 * Is a first payload fully encrypted? The published rules by which fully encrypted traffic can be told from
 * everything else, with a test of randomness behind them.
 *
 * @module
 */
import { isPrintable } from '../printable.ts';
import { type Randomness, randomness } from '../randomness.ts';

/** Which exemption a payload met, or `encrypted` when it met none. */
export type EncryptedRule =
  | 'too_short'
  | 'popcount'
  | 'printable_head'
  | 'mostly_printable'
  | 'printable_run'
  | 'protocol'
  | 'encrypted';

export interface EncryptedJudgement {
  /** No exemption held. */
  readonly encrypted: boolean;
  readonly rule: EncryptedRule;
  /** Set bits per byte, 0 to 8; random bytes give 4. */
  readonly popcount: number;
  /** Share of bytes in 0x20…0x7e. */
  readonly printable: number;
  /** Randomness of the payload, or of what follows its first 16 bytes where only that is random. */
  readonly randomness: Randomness | undefined;
  /** No exemption held, and the bytes cannot be told from random ones. */
  readonly random: boolean;
}

/** Fewer bytes than this say nothing. */
const ENCRYPTED_MIN_BYTES = 16;
/** A header of a length, a type and a counter may stand before the ciphertext. */
const HEADER_BYTES = 16;

/**
 * The rules of Wu et al., "How the Great Firewall of China Detects and Blocks Fully Encrypted Traffic" (USENIX
 * Security 2023, algorithm 1): exempt when set bits per byte ≤ 3.4 or ≥ 4.6; when the first six bytes are
 * printable; when more than half is; when more than 20 contiguous bytes are; or when it begins like TLS or HTTP.
 * Structured binary protocols pass these rules too, hence `random` beside `encrypted`.
 */
export function judgeEncrypted(bytes: Uint8Array): EncryptedJudgement {
  const popcount = bitsPerByte(bytes);
  const printable = printableShare(bytes);
  const rule = exemption(bytes, popcount, printable);
  const encrypted = rule === 'encrypted';
  const found = encrypted ? randomnessBehindHeader(bytes) : undefined;
  return { encrypted, rule, popcount, printable, randomness: found, random: found?.verdict === 'random' };
}

function exemption(bytes: Uint8Array, popcount: number, printable: number): EncryptedRule {
  if (bytes.length < ENCRYPTED_MIN_BYTES) return 'too_short';
  if (popcount <= 3.4 || popcount >= 4.6) return 'popcount';
  if (bytes.subarray(0, 6).every(isPrintable)) return 'printable_head';
  if (printable > 0.5) return 'mostly_printable';
  if (longestPrintable(bytes) > 20) return 'printable_run';
  if (beginsLikeProtocol(bytes)) return 'protocol';
  return 'encrypted';
}

function randomnessBehindHeader(bytes: Uint8Array): Randomness {
  const whole = randomness(bytes);
  if (whole.verdict === 'random' || bytes.length < HEADER_BYTES + 32) return whole;
  const tail = randomness(bytes.subarray(HEADER_BYTES));
  return tail.verdict === 'random' ? tail : whole;
}

/** Share of bytes in 0x20…0x7e; 0 for no bytes. */
export function printableShare(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (isPrintable(byte)) count++;
  return bytes.length === 0 ? 0 : count / bytes.length;
}

function longestPrintable(bytes: Uint8Array): number {
  let longest = 0;
  let run = 0;
  for (const byte of bytes) {
    run = isPrintable(byte) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function bitsPerByte(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) {
    let rest = byte;
    while (rest !== 0) {
      rest &= rest - 1;
      bits++;
    }
  }
  return bytes.length === 0 ? 0 : bits / bytes.length;
}

function beginsLikeProtocol(bytes: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0] = bytes;
  if ((a === 0x16 || a === 0x17) && b === 3 && c <= 9) return true;
  const head = String.fromCharCode(...bytes.subarray(0, 5));
  return /^(?:GET |PUT |POST |HEAD )/.test(head);
}
