/**
 * Judges a session that changed a file in place or rewrote it: what of its plaintext is gone.
 *
 * @module
 */
import type { FileSession, Sample } from '../../../event/index.ts';
import { type Content, classifyQuickly, compareRanges } from '../../../stats/index.ts';
import { isRandom } from '../file/behind.ts';
import type { Deed } from '../file/deed.ts';
import type { FileRecord } from '../file/file-record.ts';
import { rewrittenBehind } from './behind.ts';
import { bodyTransition, isPacked } from './body.ts';
import type { Transition } from './facts.ts';
import { filled, sweeps } from './sweep.ts';
import { EDITED, type Range, rangeTransition } from './transition.ts';

/** `none`: nothing was destroyed. `unobservable`: it changed in ways that carry no samples. */
export type RewriteJudgement = Transition | 'none' | 'unobservable';

export function samplesOf(session: FileSession, kind: Sample['kind']): readonly Sample[] {
  return session.samples.filter((sample) => sample.kind === kind && sample.bytes.length > 0);
}

/** Written by ways that pass by the sampled system calls. */
export function wroteUnsampled({ methods }: FileSession): boolean {
  return methods.includes('mmap_write') || methods.includes('splice_in');
}

/** Whether bytes that were there before can have been replaced. */
export function changesExisting(session: FileSession): boolean {
  return session.truncated || session.overwrittenBytes > 0 || (session.sizeBefore > 0 && wroteUnsampled(session));
}

/** Ranges of the file before this session touched them: known from before, else read within it. */
export function rangesBefore(record: FileRecord, session: FileSession): readonly Range[] {
  const known = record.ranges;
  const read = samplesOf(session, 'read').filter((sample) => !known.some((range) => range.offset === sample.offset));
  return read.length === 0 ? known : [...known, ...read];
}

/** What the file was by its beginning, as known from before or read within this session; undefined when nobody read that. */
function headBefore(record: FileRecord, session: FileSession): Content | undefined {
  if (record.start !== undefined) return record.head;
  const start = samplesOf(session, 'read').find((sample) => sample.offset === 0);
  return start === undefined ? record.head : classifyQuickly(start.bytes, session.sizeBefore, 0);
}

/** A disk image was changed whose beginning was left alone. */
export function isSwept(record: FileRecord, session: FileSession): boolean {
  if (samplesOf(session, 'write').some((sample) => sample.offset === 0)) return false;
  return headBefore(record, session)?.class === 'disk_image';
}

export function judgeRewrite(record: FileRecord, session: FileSession, deed: Deed): RewriteJudgement {
  const after = samplesOf(session, 'write');
  if (after.length === 0) return wroteUnsampled(session) ? 'unobservable' : 'none';
  const before = rangesBefore(record, session);
  if (before.length === 0) return 'unobservable';
  const size = Math.max(record.size, session.sizeBefore);
  const head = after.findIndex((sample) => sample.offset === 0);
  // Something was written beside: a range far below 1 % of the file is an edit, not its encryption.
  const changed = session.truncated ? size : session.overwrittenBytes;
  const small = changed * 100 < size;
  if (small && head < 0) return 'none';
  // What a machine writes to its disk is its own affair while the disk stays one.
  const swept = isSwept(record, session);
  if (swept && !sweeps(record, session, deed, after)) return 'none';
  const known = headBefore(record, session);
  const judge = (sample: Sample) => judgeSample(sample, before, size, record, session, known);
  const beginning = after[head];
  let strongest: Transition | undefined;
  if (beginning !== undefined) {
    strongest = judge(beginning);
    // A rewritten file is what its new beginning says; but for a plain one before ciphertext a sample from further on cannot overrule it.
    const says = session.truncated || small || lives(known, beginning) || packsAnew(record, beginning);
    if (strongest === undefined && says) {
      if (!session.truncated) return 'none';
      const further = after.filter(({ offset }) => offset > 0);
      if (!keepsStart(record, beginning))
        return rewrittenBehind(record, size, session.sizeAfter, beginning, further) ?? 'none';
      const random = further.filter(
        ({ offset, bytes }) => isRandom(bytes) && before.some((was) => was.offset === offset),
      );
      return strongestOf(random.map(judge)) ?? 'none';
    }
  }
  strongest = strongestOf([strongest, ...after.filter((sample) => sample !== beginning).map(judge)]);
  if (swept && known !== undefined) strongest ??= filled(known, before, after);
  return strongest ?? 'none';
}

function strongestOf(found: readonly (Transition | undefined)[]): Transition | undefined {
  return found.reduce((best, one) => ((one?.strength ?? 0) > (best?.strength ?? 0) ? one : best), undefined);
}

/** It was written anew from the same beginning. */
function keepsStart({ start }: FileRecord, beginning: Sample): boolean {
  return start !== undefined && compareRanges(start.bytes, beginning.bytes).same > EDITED;
}

/** A database or disk whose beginning was written anew and is still one. */
function lives(head: Content | undefined, { bytes }: Sample): boolean {
  if (head?.class !== 'database' && head?.class !== 'disk_image') return false;
  return classifyQuickly(bytes, Number.MAX_SAFE_INTEGER, 0).format === head.format;
}

/** Another beginning than before, of a format whose body passes for random: what follows it says nothing. */
function packsAnew({ start }: FileRecord, { bytes }: Sample): boolean {
  if (start !== undefined && compareRanges(start.bytes, bytes).same > EDITED) return false;
  return isPacked(classifyQuickly(bytes, Number.MAX_SAFE_INTEGER, 0));
}

/** Against the range at the same offset; else against the file's beginning, or what begins within the same known range. */
function judgeSample(
  after: Range,
  before: readonly Range[],
  size: number,
  record: FileRecord,
  session: FileSession,
  known: Content | undefined,
): Transition | undefined {
  const same = before.find((range) => range.offset === after.offset);
  const was = same ?? partOf(before, after);
  if (was !== undefined && after.offset > 0 && isPacked(known))
    return bodyTransition(known, record, session, was, after, size);
  if (was !== undefined)
    return rangeTransition(was, after, size, same !== undefined && same === record.start ? record.head : undefined);
  const head = before.find((range) => range.offset === 0);
  return head === undefined || after.offset >= size ? undefined : rangeTransition(head, after, size);
}

/** What a known range holds from the offset of `after` on. */
function partOf(before: readonly Range[], { offset }: Range): Range | undefined {
  const within = before.find((range) => range.offset < offset && range.offset + range.bytes.length > offset + 16);
  return within === undefined ? undefined : { offset, bytes: within.bytes.subarray(offset - within.offset) };
}
