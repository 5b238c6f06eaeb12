/**
 * Originals that are gone and live on in another file as they were: in a copy, a compressed file, an archive. Nothing is lost by that.
 * When the file that holds them goes as well, and ciphertext was made of it, they are: `gzip f; openssl enc -in f.gz …; rm f.gz`.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { FileKey } from '../../../event/index.ts';
import type { Content } from '../../../stats/index.ts';
import type { FileRecord } from '../file/file-record.ts';

/** What holds the plaintext of an original. */
export interface Carrier {
  readonly file: FileKey;
  /** It holds others as well. */
  readonly many: boolean;
}

export interface Held {
  readonly record: FileRecord;
  /** What it was. Its bytes may be forgotten by the time it is asked for. */
  readonly was: Content;
  readonly carrier: Carrier;
}

const CARRIERS = 64;
const EACH = 512;
const NONE: readonly Held[] = [];

export class Custody {
  readonly #held = new BoundedMap<FileKey, Held[]>(CARRIERS);

  hold(one: Held): void {
    const held = this.#held.obtain(one.carrier.file, () => []);
    if (held.length < EACH) held.push(one);
  }

  heldBy(carrier: FileKey): readonly Held[] {
    return this.#held.peek(carrier) ?? NONE;
  }

  /** The number belongs to another file now. */
  forget(carrier: FileKey): void {
    this.#held.delete(carrier);
  }
}
