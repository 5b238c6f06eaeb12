/**
 * Asks once more whether random-looking output is a compressed stream without a header (brotli, raw deflate). The
 * check is dear, so a job whose output has stood it a few times is believed from then on.
 *
 * @module
 */
import type { LineageId } from '../../host/index.ts';
import { type Content, withoutHeaderless } from '../../stats/index.ts';
import { BoundedMap } from './bounded-map.ts';

/** Outputs of one job that are checked before it is believed. */
const CHECKED = 8;

export class Sceptic {
  readonly #stood: BoundedMap<LineageId, number>;

  constructor(lineages: number) {
    this.#stood = new BoundedMap(lineages);
  }

  /** Whether ciphertext at a file's beginning still looks like it after the check. */
  believes(lineage: LineageId, content: Content, head: Uint8Array): boolean {
    if (content.class !== 'random') return true;
    const stood = this.#stood.get(lineage) ?? 0;
    if (stood >= CHECKED) return true;
    if (withoutHeaderless(content, head, 0) !== content) return false;
    this.#stood.set(lineage, stood + 1);
    return true;
  }
}
