/**
 * Originals that are gone and live on in another file as they were: in a copy, a compressed file, an archive. Nothing is lost by that.
 * When the file that holds them goes as well, and ciphertext was made of it, they are: `gzip f; openssl enc -in f.gz …; rm f.gz`.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { Content } from '../../../stats/index.ts';
import type { FileRecord } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';

/** What holds the plaintext of an original: a copy, or what it was packed into. */
export interface Carrier {
  readonly by: FileRecord | Output;
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

/** By what is known of a file and not by its number: that is another file's soon after. */
export class Custody {
  readonly #held = new BoundedMap<FileRecord, Held[]>(CARRIERS);

  hold(holder: FileRecord, one: Held): void {
    const held = this.#held.obtain(holder, () => []);
    if (held.length < EACH) held.push(one);
  }

  heldBy(holder: FileRecord): readonly Held[] {
    return this.#held.peek(holder) ?? NONE;
  }
}
