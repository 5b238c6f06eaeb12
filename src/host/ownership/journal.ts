/**
 * Writes down what a live run was told about images, and gives it back to a replay. The host asks the same
 * questions in the same order in both, so the n-th answer about an image is the same answer.
 */
import type { Ownership } from '../view.ts';
import { type ImageQuestion, noOwnership, type OwnershipProvider } from './provider.ts';

/** One answer. `nth` counts the questions about this image from 0; an answer holds until the next entry. */
export interface OwnershipEntry {
  readonly file: string;
  readonly modifiedAt: number;
  readonly path: string;
  readonly nth: number;
  readonly answer: Ownership;
}

/** Images followed; beyond it answers are given but not written down. */
const CAP = 65_536;

function keyOf(image: Pick<ImageQuestion, 'file' | 'modifiedAt' | 'path'>): string {
  return `${image.file} ${image.modifiedAt} ${image.path}`;
}

function same(one: Ownership, other: Ownership): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @param write takes an entry whenever an answer is new or has changed, before the host has it. */
export function journaledOwnership(
  provider: OwnershipProvider,
  write: (entry: OwnershipEntry) => void,
): OwnershipProvider {
  const asked = new Map<string, { count: number; last: Ownership }>();
  return {
    ask: (question) => {
      const answer = provider.ask(question);
      const key = keyOf(question);
      const before = asked.get(key);
      if (before === undefined && asked.size >= CAP) return answer;
      const nth = before?.count ?? 0;
      if (before === undefined || !same(before.last, answer)) {
        const { file, modifiedAt, path } = question;
        write({ file, modifiedAt, path, nth, answer });
      }
      asked.set(key, { count: nth + 1, last: answer });
      return answer;
    },
  };
}

/** @param otherwise answers about images that the entries do not name. */
export function recordedOwnership(
  entries: Iterable<OwnershipEntry>,
  otherwise: OwnershipProvider = noOwnership,
): OwnershipProvider {
  const recorded = new Map<string, { count: number; readonly answers: OwnershipEntry[] }>();
  for (const entry of entries) {
    const known = recorded.get(keyOf(entry));
    if (known === undefined) recorded.set(keyOf(entry), { count: 0, answers: [entry] });
    else known.answers.push(entry);
  }
  return {
    ask: (question) => {
      const known = recorded.get(keyOf(question));
      if (known === undefined) return otherwise.ask(question);
      const nth = known.count;
      known.count += 1;
      return known.answers.findLast((entry) => entry.nth <= nth)?.answer ?? otherwise.ask(question);
    },
  };
}
