/**
 * Judges a session that changed a file in place or rewrote it: what of its plaintext is gone.
 *
 * @module
 */
import type { FileSession, Sample } from '../../event/index.ts';
import { classifyQuickly } from '../../stats/index.ts';
import type { Transition } from './facts.ts';
import type { FileRecord } from './file-record.ts';
import { type Range, rangeTransition } from './transition.ts';

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

export function judgeRewrite(record: FileRecord, session: FileSession): RewriteJudgement {
  const after = samplesOf(session, 'write');
  if (after.length === 0) return wroteUnsampled(session) ? 'unobservable' : 'none';
  const before = rangesBefore(record, session);
  if (before.length === 0) return 'unobservable';
  const size = Math.max(record.size, session.sizeBefore);
  const head = after.findIndex((sample) => sample.offset === 0);
  // Something was written beside: a range far below 1 % of the file is an edit, not its encryption.
  const changed = session.truncated ? size : session.overwrittenBytes;
  const small = changed * 100 < size;
  const image = record.head?.class === 'disk_image';
  if (small && head < 0) return 'none';
  let strongest: Transition | undefined;
  for (let i = 0; i < after.length; i++) {
    const found = judgeSample(after[i] as Sample, before, size, record);
    // A rewritten file is what its new beginning says; a sample from further on cannot overrule it.
    if (i === head && found === undefined && (session.truncated || small || lives(record, after[i] as Sample)))
      return 'none';
    if (found !== undefined && found.strength > (strongest?.strength ?? 0)) strongest = found;
  }
  // What a machine writes to its disk is its own affair while the disk stays one.
  if (strongest === undefined || (image && head < 0)) return 'none';
  return strongest;
}

/** A database or disk whose beginning was written anew and is still one. */
function lives({ head }: FileRecord, { bytes }: Sample): boolean {
  if (head?.class !== 'database' && head?.class !== 'disk_image') return false;
  return classifyQuickly(bytes, Number.MAX_SAFE_INTEGER, 0).format === head.format;
}

/** Against the range at the same offset; else against the file's beginning, or what begins within the same known range. */
function judgeSample(after: Range, before: readonly Range[], size: number, record: FileRecord): Transition | undefined {
  const same = before.find((range) => range.offset === after.offset);
  if (same !== undefined) return rangeTransition(same, after, size, same === record.start ? record.head : undefined);
  const within = before.find(
    (range) => range.offset < after.offset && range.offset + range.bytes.length > after.offset + 16,
  );
  if (within !== undefined) {
    const bytes = within.bytes.subarray(after.offset - within.offset);
    return rangeTransition({ offset: after.offset, bytes }, after, size);
  }
  const head = before.find((range) => range.offset === 0);
  return head === undefined || after.offset >= size ? undefined : rangeTransition(head, after, size);
}
