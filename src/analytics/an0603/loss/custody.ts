/**
 * Originals that are gone and live on in another file as they were: in a copy, a compressed file, an archive. Nothing is lost by that.
 * When the file that holds them goes as well, and ciphertext was made of it, they are: `gzip f; openssl enc -in f.gz …; rm f.gz`.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { Content } from '../../../stats/index.ts';
import type { FileRecord } from '../file/file-record.ts';
import { Output } from '../file/output.ts';
import { judgeHeld, type Scene } from './disappearance.ts';
import type { Destroyed } from './facts.ts';
import { isStructured } from './transition.ts';

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
  /** What held it, held others as well. */
  readonly many: boolean;
}

/** An original that a file held; its loss, when it is one. */
export interface HeldLoss {
  readonly record: FileRecord;
  readonly loss: Destroyed | undefined;
}

const CARRIERS = 64;
const EACH = 512;
const NONE: readonly HeldLoss[] = [];

/** By what is known of a file and not by its number: that is another file's soon after. */
export class Custody {
  readonly #held = new BoundedMap<FileRecord, Map<FileRecord, Held>>(CARRIERS);

  /** The file is gone, too: the originals in it of which ciphertext was made by way of it. */
  lostWith(scene: Scene, holder: FileRecord): readonly HeldLoss[] {
    const held = this.#held.peek(holder);
    if (held === undefined) return NONE;
    return [...held.values()].map((one) => ({ record: one.record, loss: judgeHeld(scene, one, holder) }));
  }

  /** It is gone: what it lives on in answers for it from now on. Gives the loss when that is gone already, as ciphertext. */
  handOn(scene: Scene, record: FileRecord): Destroyed | undefined {
    const carrier = scene.counterparts.carrier(record, scene.host);
    const holder = carrier === undefined ? undefined : holderOf(carrier, scene);
    if (carrier === undefined || holder === undefined || holder === record) return undefined;
    const was = record.head;
    if (was === undefined || !isStructured(was)) return undefined;
    const held = { record, was, many: carrier.many };
    if (holder.gone !== undefined) return judgeHeld(scene, held, holder);
    const all = this.#held.obtain(holder, () => new Map());
    // Once, however often it is asked about.
    if (all.size < EACH) all.set(record, held);
    return undefined;
  }
}

/** The file that a carrier is; undefined when its number is another file's by now. */
function holderOf({ by }: Carrier, { files }: Scene): FileRecord | undefined {
  if (!(by instanceof Output)) return by;
  const record = files.get(by.file);
  return record?.output === by ? record : undefined;
}
