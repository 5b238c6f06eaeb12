/**
 * Asks once more whether random-looking output is a compressed stream without a header (brotli, raw deflate). The
 * check is dear (some 150 µs), so a process whose outputs have stood it a few times is believed, but for a sample.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { ProcessKey } from '../../../event/index.ts';
import { type Content, unpacksTo, withoutHeaderless } from '../../../stats/index.ts';
import { BEHIND, opensBehind } from '../file/behind.ts';

/** Outputs of one process that are checked before it is believed. */
const CHECKED = 8;
/** Of the later ones every so-manyth is checked. */
const SAMPLED = 16;

export class Sceptic {
  /** How many in a row have stood a check, or were not checked: by themselves, and against what they may hold. */
  readonly #stood: BoundedMap<ProcessKey, number>;
  readonly #against: BoundedMap<ProcessKey, number>;
  readonly #behind: BoundedMap<ProcessKey, number>;

  constructor(processes: number) {
    this.#stood = new BoundedMap(processes);
    this.#against = new BoundedMap(processes);
    this.#behind = new BoundedMap(processes);
  }

  /** Whether ciphertext at a file's beginning still looks like it after the check. */
  believes(process: ProcessKey, content: Content, head: Uint8Array): boolean {
    if (content.format === BEHIND) return stands(this.#behind, process, () => !opensBehind(head));
    if (content.class !== 'random' || content.format !== 'random') return true;
    return stands(this.#stood, process, () => withoutHeaderless(content, head, 0) === content);
  }

  /** Whether none of these beginnings is that of a stream which holds what begins so. */
  holdsNone(process: ProcessKey, heads: readonly Uint8Array[], start: Uint8Array): boolean {
    return stands(this.#against, process, () => !heads.some((head) => unpacksTo(head, start)));
  }
}

function stands(counts: BoundedMap<ProcessKey, number>, process: ProcessKey, check: () => boolean): boolean {
  const stood = counts.get(process) ?? 0;
  const holds = (stood >= CHECKED && stood % SAMPLED !== 0) || check();
  counts.set(process, holds ? stood + 1 : 0);
  return holds;
}
