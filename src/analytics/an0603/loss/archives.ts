/**
 * Losses whose only ciphertext is one that holds many files. Backups are made of trees of which a few files are pruned or rotated
 * soon after; who archives to destroy removes what went in. So the first few wait for more of the same archive.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { FileKey } from '../../../event/index.ts';
import type { Destroyed } from './facts.ts';

/** Files of one archive that are gone before any is told. */
const TOGETHER = 5;
const MOST = 256;
const NONE: readonly Destroyed[] = [];

export class Archives {
  readonly #waiting = new BoundedMap<FileKey, Destroyed[]>(MOST);

  /** What is certain now that this is gone as well. */
  admit(fact: Destroyed): readonly Destroyed[] {
    if (fact.archive === undefined) return [fact];
    const waiting = this.#waiting.obtain(fact.archive, () => []);
    if (waiting.length >= TOGETHER) return [fact];
    waiting.push(fact);
    return waiting.length < TOGETHER ? NONE : [...waiting];
  }
}
