/**
 * Ranges beyond the beginning of a file whose format packs its content: pictures, sound, film, archives, documents. Such a
 * body passes for random before and after, and one version of it gives way to another in ordinary work. What tells
 * ciphertext from the next version is what the format demands of it there.
 *
 * @module
 */
import type { FileSession } from '../../../event/index.ts';
import { type Content, endMark, randomness, stuffing } from '../../../stats/index.ts';
import type { FileRecord } from '../file/file-record.ts';
import type { Transition } from './facts.ts';
import { describe, type Range, rangeTransition } from './transition.ts';

const PACKED: ReadonlySet<Content['class']> = new Set([
  'image',
  'audio',
  'video',
  'archive',
  'compressed',
  'pdf',
  'document',
  'font',
]);

/** Strength when the range before showed that it kept the rule, and when it had no occasion to break it. */
const KEPT = 0.75;
const SILENT = 0.55;

/** Whether this file's body is judged here. */
export function isPacked(head: Content | undefined): head is Content {
  return head !== undefined && PACKED.has(head.class);
}

/** Judges a range at the same offset, not 0, before and after. @param size of the file before, in bytes */
export function bodyTransition(
  head: Content,
  record: FileRecord,
  session: FileSession,
  before: Range,
  after: Range,
  size: number,
): Transition | undefined {
  const broken = brokenRule(head, session, before, after, size);
  if (broken !== undefined) return broken;
  // Valid pictures differ as text and noise do; a file written anew from its beginning on is what that says.
  if (head.format === 'jpeg' || session.writeRange[0] === 0 || isAppended(session, record, size)) return undefined;
  return rangeTransition(before, after, size);
}

/** More was put behind what is there, over the structures that closed it, as `zip -g` does. */
function isAppended({ sizeAfter, overwrittenBytes }: FileSession, { size: known }: FileRecord, size: number): boolean {
  return sizeAfter > Math.max(size, known) && overwrittenBytes * 2 < size;
}

function brokenRule(
  head: Content,
  { sizeAfter }: FileSession,
  before: Range,
  after: Range,
  size: number,
): Transition | undefined {
  if (randomness(after.bytes).verdict !== 'random') return undefined;
  const told = (strength: number, reason: string): Transition => ({
    kind: 'lost_structure',
    strength,
    before: head,
    after: { class: 'random', format: 'random', certainty: strength, reasons: [] },
    reasons: [`${describe(head)}: ${reason} at ${after.offset}, and is random there`],
  });
  if (head.format === 'jpeg' && stuffing(after.bytes) === 'broken') {
    const was = stuffing(before.bytes);
    if (was !== 'broken') return told(was === 'kept' ? KEPT : SILENT, 'is no picture any more');
  }
  const atEnd = before.offset + before.bytes.length === size && sizeAfter === size;
  if (atEnd && endMark(head.format, before.bytes) === true && endMark(head.format, after.bytes) === false)
    return told(KEPT, 'has lost what closed it');
  return undefined;
}
