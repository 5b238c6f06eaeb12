/**
 * Judges a session that changed a file in place or rewrote it: what of its plaintext is gone.
 *
 * @module
 */
import type { FileSession, Sample } from '../../event/index.ts';
import { isCiphertext } from '../../stats/index.ts';
import type { Transition } from './facts.ts';
import { type FileRecord, headContent } from './file-table.ts';
import { isStructured, type Range, rangeTransition } from './transition.ts';

/** `none`: nothing was destroyed. `unobservable`: it changed in ways that carry no samples. */
export type RewriteJudgement = Transition | 'none' | 'unobservable';

/** Ways of writing that pass by the sampled system calls. */
const UNSAMPLED = ['mmap_write', 'splice_in'] as const;

export function samplesOf(session: FileSession, kind: Sample['kind']): readonly Sample[] {
  return session.samples.filter((sample) => sample.kind === kind && sample.bytes.length > 0);
}

/** Ranges of the file before this session touched them: known from before, else read within it. */
export function rangesBefore(record: FileRecord | undefined, session: FileSession): readonly Range[] {
  const known = record?.ranges ?? [];
  const read = samplesOf(session, 'read').filter((sample) => !known.some((range) => range.offset === sample.offset));
  return [...known, ...read];
}

export function judgeRewrite(record: FileRecord, session: FileSession, before: readonly Range[]): RewriteJudgement {
  const after = samplesOf(session, 'write');
  if (after.length === 0) return UNSAMPLED.some((method) => session.methods.includes(method)) ? 'unobservable' : 'none';
  if (before.length === 0) return 'unobservable';
  const size = Math.max(record.size, session.sizeBefore);
  const judged = after.map((sample) => judgeSample(sample, before, size));
  const strongest = judged.filter((t) => t !== undefined).toSorted((a, b) => b.strength - a.strength)[0];
  if (strongest === undefined) return 'none';
  // A rewritten file is what its new beginning says; a sample from further on cannot overrule it.
  const head = after.findIndex((sample) => sample.offset === 0);
  if (head >= 0 && judged[head] === undefined && session.truncated) return 'none';
  // Something was written beside: a range far below 1 % of the file is an edit, not its encryption.
  const changed = session.truncated ? size : session.overwrittenBytes;
  return changed * 100 < size && after[head] === undefined ? 'none' : strongest;
}

/** Against the range at the same offset; else against the file's beginning, or what begins within the same known range. */
function judgeSample(after: Range, before: readonly Range[], size: number): Transition | undefined {
  const same = before.find((range) => range.offset === after.offset);
  if (same !== undefined) return rangeTransition(same, after, size);
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

/** Whether an original's content is known to have been worth destroying. */
export function wasStructured(record: FileRecord): boolean {
  const head = headContent(record);
  return head !== undefined && isStructured(head) && !isCiphertext(head);
}
