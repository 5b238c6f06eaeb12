/**
 * Losses that are ordinary alone and none when there are several: so the first ones wait for more.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { Destroyed } from './facts.ts';

const MOST = 256;
const NONE: readonly Destroyed[] = [];

export class Together<K> {
  readonly #waiting = new BoundedMap<K, Destroyed[]>(MOST);
  readonly #enough: number;

  /** @param enough so many with one key before any is told */
  constructor(enough: number) {
    this.#enough = enough;
  }

  /** What is certain now that this is lost as well. Without a key it waits for nothing. */
  admit(fact: Destroyed, key: K | undefined): readonly Destroyed[] {
    if (key === undefined) return [fact];
    const waiting = this.#waiting.obtain(key, () => []);
    if (waiting.length >= this.#enough) return [fact];
    waiting.push(fact);
    return waiting.length < this.#enough ? NONE : [...waiting];
  }
}
