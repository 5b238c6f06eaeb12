/**
 * What is known of images: whether calls of their cipher functions are seen, which cipher constants they hold, and
 * since when they are known here.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { CipherConstant, FileKey, ImageScan, ProcessStart } from '../../../event/index.ts';
import type { FirstSeen } from './novelty.ts';

export interface ImageKnowledge {
  /** Calls of its cipher functions are seen; undefined when it was not found to have any. */
  readonly calls: 'observed' | 'suspended' | 'left_out' | undefined;
  /** Found in its content; undefined when it was not searched. */
  readonly constants: readonly CipherConstant[] | undefined;
  /** It is longer than what was searched. */
  readonly cut: boolean;
  /** Undefined when it has run since before the sensor, was not seen to start, or may have been forgotten. */
  readonly firstSeen: FirstSeen | undefined;
}

const NOTHING: ImageKnowledge = { calls: undefined, constants: undefined, cut: false, firstSeen: undefined };

export class ImageTable {
  readonly #images: BoundedMap<FileKey, ImageKnowledge>;
  readonly #firstSeen: BoundedMap<FileKey, FirstSeen>;

  constructor(limit: number, seen: number) {
    this.#images = new BoundedMap(limit);
    this.#firstSeen = new BoundedMap(seen);
  }

  /** A program starts, `watched` ms after the stream began; from a snapshot it is not new, whenever that is told. */
  start({ image, time, how }: ProcessStart, watched: number): void {
    this.#firstSeen.obtain(image.file, () => ({ at: time, watched: how === 'exec' ? watched : 0 }));
  }

  take(event: ImageScan): void {
    const known = this.#images.get(event.file) ?? NOTHING;
    const told =
      event.state === 'searched'
        ? { ...known, constants: event.constants, cut: event.cut }
        : { ...known, calls: event.state };
    this.#images.set(event.file, told);
  }

  of(file: FileKey): ImageKnowledge {
    // once some were let go, what seems new may only have been forgotten
    const firstSeen = this.#firstSeen.evictions > 0 ? undefined : this.#firstSeen.peek(file);
    const known = this.#images.peek(file) ?? NOTHING;
    return firstSeen === undefined ? known : { ...known, firstSeen };
  }

  gauges(): Readonly<Record<string, number>> {
    return {
      crypto_images: this.#images.size,
      crypto_images_evicted: this.#images.evictions,
      images_seen: this.#firstSeen.size,
      images_seen_evicted: this.#firstSeen.evictions,
    };
  }
}
