/**
 * Whether an original can have become ciphertext behind a plain beginning. Such a body is ordinary where the original's passed for
 * random as well: an archive behind a script, a picture behind a caption.
 *
 * @module
 */
import { type Content, classifyQuickly, compareRanges } from '../../../stats/index.ts';
import { behindBeginning, isRandom } from '../file/behind.ts';
import type { FileRecord } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';
import type { Transition } from './facts.ts';
import { classTransition, EDITED, isStructured, type Range } from './transition.ts';

/** The same from beginning to end. */
const UNIFORM: ReadonlySet<Content['class']> = new Set(['text', 'markup', 'source', 'structured', 'key']);
/** Mostly so: believed when another range shows it. */
const MIXED: ReadonlySet<Content['class']> = new Set(['database', 'executable', 'binary']);
/** What a rewritten file may have grown by, bytes and share: a beginning, a nonce, tags. */
const GROWN = 4096;
const GROWN_SHARE = 1 / 16;

/** Its content did not pass for random beyond its beginning, as far as it is known. */
export function wasPlain({ head, ranges }: FileRecord): boolean {
  if (head === undefined) return false;
  const beyond = ranges.filter(({ offset }) => offset > 0);
  if (beyond.some(({ bytes }) => isRandom(bytes))) return false;
  // A script may carry an archive behind it.
  const uniform = UNIFORM.has(head.class) && head.format !== 'script';
  return uniform || (beyond.length > 0 && (MIXED.has(head.class) || head.format === 'script'));
}

/** Whether this output, if it is of that kind, can be what became of the file. */
export function canStandBehind(record: FileRecord, output: Output): boolean {
  return !output.isBehind || wasPlain(record);
}

/** It begins like the original, and is random further on where that was not. */
export function belies(record: FileRecord, output: Output): boolean {
  const { start, ranges } = record;
  if (start !== undefined && differs(start.bytes, output.head) && tailOf(output.head) && !tailOf(start.bytes))
    return true;
  return output.further.some(({ offset, bytes }) => {
    if (!isRandom(bytes)) return false;
    const was = ranges.find((range) => range.offset === offset);
    return was === undefined ? wasPlain(record) : !isRandom(was.bytes) && differs(was.bytes, bytes);
  });
}

/** A file emptied and written anew behind a plain beginning. @param size of the file before, in bytes */
export function rewrittenBehind(
  record: FileRecord,
  size: number,
  sizeAfter: number,
  beginning: Range,
  further: readonly Range[],
): Transition | undefined {
  const was = record.head;
  // Who packs makes smaller.
  if (sizeAfter < size || sizeAfter > size + GROWN + size * GROWN_SHARE) return undefined;
  if (was === undefined || !isStructured(was) || !wasPlain(record)) return undefined;
  const now = classifyQuickly(beginning.bytes, sizeAfter, 0);
  const content = behindBeginning(beginning.bytes, now, further);
  return content === undefined ? undefined : classTransition(was, content);
}

function differs(before: Uint8Array, after: Uint8Array): boolean {
  const { compared, same } = compareRanges(before, after);
  return compared > 0 && same <= EDITED;
}

function tailOf(head: Uint8Array): boolean {
  return isRandom(head.subarray(-128));
}
