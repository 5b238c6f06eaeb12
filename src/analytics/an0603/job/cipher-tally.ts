/**
 * Which ciphers a job was seen to use, and how often, over all of its processes.
 *
 * @module
 */
import type { CryptoUse, ProcessKey } from '../../../event/index.ts';
import { mayBeRandomGenerator } from '../../random-generator.ts';

/** At most so many ciphers, and so many processes whose records are still to grow, are told apart. */
const CIPHERS = 8;
const PROCESSES = 64;

export class CipherTally {
  readonly #operations = new Map<string, number>();
  /** What of each use was counted already; the oldest is let go of first. */
  readonly #counted = new Map<string, number>();

  /** Takes a record; those of one use are cumulative. What is only decrypted does not count. */
  take(event: CryptoUse): void {
    if ((event.decrypts && !event.encrypts) || mayBeRandomGenerator(event)) return;
    const use = keyOf(event.process, event);
    const more = event.operations - (this.#counted.get(use) ?? 0);
    if (more <= 0) return;
    this.#counted.delete(use);
    if (!event.last) this.#counted.set(use, event.operations);
    const oldest = this.#counted.size > PROCESSES ? this.#counted.keys().next().value : undefined;
    if (oldest !== undefined) this.#counted.delete(oldest);
    const known = this.#operations.get(event.cipher);
    if (known !== undefined || this.#operations.size < CIPHERS) this.#operations.set(event.cipher, (known ?? 0) + more);
  }

  /** Operations by cipher. */
  get operations(): ReadonlyMap<string, number> {
    return this.#operations;
  }
}

function keyOf(process: ProcessKey, event: CryptoUse): string {
  return `${process} ${event.interface} ${event.cipher} ${event.image ?? ''}`;
}
