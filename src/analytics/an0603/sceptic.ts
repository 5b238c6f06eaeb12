/**
 * Asks once more whether random-looking output is a compressed stream without a header (brotli, raw deflate). The
 * check is dear, so a process whose outputs have stood it a few times is believed, but for a sample.
 *
 * @module
 */

import { BoundedMap } from '../../bounded/index.ts';
import type { ProcessKey } from '../../event/index.ts';
import { type Content, withoutHeaderless } from '../../stats/index.ts';

/** Outputs of one process that are checked before it is believed. */
const CHECKED = 8;
/** Of the later ones every so-manyth is checked. */
const SAMPLED = 16;

export class Sceptic {
  readonly #stood: BoundedMap<ProcessKey, number>;

  constructor(processes: number) {
    this.#stood = new BoundedMap(processes);
  }

  /** Whether ciphertext at a file's beginning still looks like it after the check. */
  believes(process: ProcessKey, content: Content, head: Uint8Array): boolean {
    if (content.class !== 'random' || content.format !== 'random') return true;
    const stood = this.#stood.get(process) ?? 0;
    const checked = stood < CHECKED || stood % SAMPLED === 0;
    const stands = !checked || withoutHeaderless(content, head, 0) === content;
    this.#stood.set(process, stands ? stood + 1 : 0);
    return stands;
  }
}
