/**
 * Port through which the host asks which package an image belongs to. The answers are the only thing about a
 * verdict that is not in the event stream, so a live run writes them down (`journaledOwnership`) and a replay
 * gives them back (`recordedOwnership`); the host asks the same questions in the same order either way.
 */
import type { FileKey } from '../../event/index.ts';
import type { Ownership } from '../view.ts';

/** An image in the host's own mount namespace, neither deleted nor a memfd; or a file named on a command line there. */
export interface ImageQuestion {
  /** Empty where the file is known by its name only. */
  readonly file: FileKey;
  readonly path: string;
  readonly size: number;
  /** ms since the epoch */
  readonly modifiedAt: number;
}

/** A file of which nothing but the path is known: a script, an archive, what the loader is given. */
export function namedQuestion(path: string): ImageQuestion {
  return { file: '', path, size: 0, modifiedAt: 0 };
}

export interface OwnershipProvider {
  /** Answers at once; `unknown` while it is still being found out, which the host asks again. Never throws. */
  ask(question: ImageQuestion): Ownership;
}

/** For a host without a package database, and for tests. */
export const noOwnership: OwnershipProvider = {
  ask: () => ({ state: 'unknown', why: 'no package database was asked' }),
};

/** An answer that is still being found out. */
export const PENDING: Ownership = { state: 'unknown', why: 'the package database is being asked' };

/** By value, so that a recorded answer counts too. */
export function isPending(answer: Ownership): boolean {
  return answer.state === 'unknown' && PENDING.state === 'unknown' && answer.why === PENDING.why;
}
