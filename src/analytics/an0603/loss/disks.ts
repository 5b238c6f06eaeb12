/**
 * Disk images that were swept while their beginning stayed. One or two can be some tool's whole work that nobody has heard of; who
 * encrypts disks for ransom goes through what is there. So the first ones wait for a third by the same job.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { LineageId } from '../../../host/index.ts';
import type { Destroyed } from './facts.ts';

/** Images of one job before any is told. */
const TOGETHER = 3;
const MOST = 256;
const NONE: readonly Destroyed[] = [];

export class Disks {
  readonly #waiting = new BoundedMap<LineageId, Destroyed[]>(MOST);

  /** What is certain now that this image is lost as well. */
  admit(fact: Destroyed): readonly Destroyed[] {
    const waiting = this.#waiting.obtain(fact.lineage, () => []);
    if (waiting.length >= TOGETHER) return [fact];
    waiting.push(fact);
    return waiting.length < TOGETHER ? NONE : [...waiting];
  }
}
