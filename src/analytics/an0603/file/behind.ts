/**
 * Ciphertext behind a beginning that is none: a text, zeros or a header of the encryptor's own, then random bytes.
 *
 * @module
 */
import { type Content, classifyQuickly, hiddenStream, isText, randomness, stuffing } from '../../../stats/index.ts';

/** What was written, beyond the beginning. */
export interface Further {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Format of such content; its class is `random`. */
export const BEHIND = 'behind a plain beginning';

/** Beginnings of which all that follows would be the same. */
const PLAIN: ReadonlySet<Content['class']> = new Set(['text', 'markup', 'source', 'structured', 'key', 'empty']);
/** Last bytes of a beginning that are looked at, and the least of a range further on. */
const TAILS = [256, 128];
const LEAST = 128;
/** A beginning ends with so many bytes in a row that are text or zeros: among 384 random ones there are in one of fifty. */
const RUN = 10;
/** Bytes around the place where a beginning ends at which a stream or a file within the file may begin. */
const BEFORE = 10;
const AROUND = 18;
const CERTAINTY = 0.8;

/** @param first class of the beginning */
export function behindBeginning(head: Uint8Array, first: Content, further: readonly Further[]): Content | undefined {
  const plain = PLAIN.has(first.class);
  if ((plain || first.class === 'binary') && head.length > LEAST && randomTail(head) > 0)
    return found(first, `random bytes from ${boundary(head)} on`);
  const broken = first.format === 'jpeg';
  if (!plain && !broken) return undefined;
  const hit = further.find(({ bytes }) => isRandom(bytes) && (!broken || stuffing(bytes) === 'broken'));
  return hit === undefined ? undefined : found(first, `random bytes at ${hit.offset}`);
}

export function isRandom(bytes: Uint8Array): boolean {
  return bytes.length >= LEAST && randomness(bytes).verdict === 'random';
}

/** Whether a decoder takes what follows the beginning, or it is a file of a known format: a picture behind its caption. */
export function opensBehind(head: Uint8Array): boolean {
  // A picture was looked at as one.
  if (randomTail(head) === 0 || startsAsPicture(head)) return false;
  const body = head.subarray(Math.max(boundary(head) - BEFORE, 0));
  if (hiddenStream(body) !== undefined) return true;
  for (let at = 0; at <= AROUND; at++) {
    const { class: cls, certainty } = classifyQuickly(body.subarray(at), Number.MAX_SAFE_INTEGER, 0);
    if (certainty >= 0.9 && !UNKNOWN.has(cls)) return true;
  }
  return false;
}

function startsAsPicture([first, second, third]: Uint8Array): boolean {
  return first === 0xff && second === 0xd8 && third === 0xff;
}

const UNKNOWN: ReadonlySet<Content['class']> = new Set([
  ...PLAIN,
  'binary',
  'random',
  'encoded',
  'encrypted_container',
]);

/** Length of the random bytes that a beginning ends with, of those that are looked at; 0 when it does not. */
function randomTail(head: Uint8Array): number {
  return TAILS.find((length) => length <= head.length && isRandom(head.subarray(-length))) ?? 0;
}

/** Where text or zeros end. */
function boundary(head: Uint8Array): number {
  let run = 0;
  let end = 0;
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] as number;
    run = byte === 0 || isText(byte) ? run + 1 : 0;
    if (run >= RUN) end = i + 1;
  }
  return end;
}

function found(first: Content, where: string): Content {
  return {
    class: 'random',
    format: BEHIND,
    certainty: CERTAINTY,
    reasons: [`begins as ${first.format}, and has ${where}`],
  };
}
