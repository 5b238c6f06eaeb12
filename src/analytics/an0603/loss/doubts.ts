/**
 * Losses that may yet turn out to be wiping: a file that its writer is not known to have read was overwritten with random
 * bytes. Who wipes removes the file next; who encrypts keeps it.
 *
 * @module
 */

import type { FileRecord } from '../file/file-record.ts';
import type { Destroyed } from './facts.ts';

interface Held {
  readonly record: FileRecord;
  readonly fact: Destroyed;
}

/** ms after which a file that is still there was not wiped: passes over large files take a while. */
const WAIT = 5000;
/** Files that one process leaves behind before it is believed at once. */
const LEFT = 3;
const MOST = 256;
const NONE: readonly Destroyed[] = [];

export class Doubts {
  #held: readonly Held[] = [];

  hold(record: FileRecord, fact: Destroyed): void {
    this.#held = [...this.#held.slice(1 - MOST), { record, fact }];
  }

  /** A file has lost its name: if it was in doubt, it was wiped. */
  wiped(record: FileRecord): void {
    const left = this.#held.filter((held) => held.record !== record);
    if (left.length < this.#held.length) record.destroyed = false;
    this.#held = left;
  }

  /** Those that are certain by now. */
  resolved(time: number): readonly Destroyed[] {
    if (this.#held.length === 0) return NONE;
    const left = this.#held.filter(({ record }) => record.gone === undefined);
    const certain = left.filter(({ fact }) => {
      return time - fact.time >= WAIT || left.filter((other) => other.fact.process === fact.process).length >= LEFT;
    });
    if (left.length !== this.#held.length || certain.length > 0)
      this.#held = left.filter((held) => !certain.includes(held));
    return certain.map(({ fact }) => fact);
  }
}
