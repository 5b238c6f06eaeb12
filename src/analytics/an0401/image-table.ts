/**
 * What is known of images: whether calls of their cipher functions are seen, and which cipher constants they hold.
 *
 * @module
 */
import { BoundedMap } from '../../bounded/index.ts';
import type { CipherConstant, FileKey, ImageScan } from '../../event/index.ts';

export interface ImageKnowledge {
  /** Calls of its cipher functions are seen; undefined when it was not found to have any. */
  readonly calls: 'observed' | 'suspended' | 'left_out' | undefined;
  /** Found in its content; undefined when it was not searched. */
  readonly constants: readonly CipherConstant[] | undefined;
  /** It is longer than what was searched. */
  readonly cut: boolean;
}

const NOTHING: ImageKnowledge = { calls: undefined, constants: undefined, cut: false };

export class ImageTable {
  readonly #images: BoundedMap<FileKey, ImageKnowledge>;

  constructor(limit: number) {
    this.#images = new BoundedMap(limit);
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
    return this.#images.peek(file) ?? NOTHING;
  }

  gauges(): Readonly<Record<string, number>> {
    return { crypto_images: this.#images.size, crypto_images_evicted: this.#images.evictions };
  }
}
