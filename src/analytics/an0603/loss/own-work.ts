/**
 * What a job does to files that it created itself is its own business.
 *
 * @module
 */

import type { FileRecord } from '../file/file-record.ts';
import type { Destroyed } from './facts.ts';

/** Left of the strength when another process of the same job created the file. */
const WITHIN_JOB = 0.5;

/**
 * The loss, unless it is no loss: the same process created the file, or the same job did and encrypted it with a tool (a
 * dump that is encrypted and removed). Anything else that a job does to its own files weighs half.
 */
export function disownOwn(found: Destroyed, { createdBy }: FileRecord): Destroyed | undefined {
  if (createdBy === undefined || createdBy.lineage !== found.lineage) return found;
  if (createdBy.process === found.process || found.byTool) return undefined;
  return { ...found, transition: { ...found.transition, strength: found.transition.strength * WITHIN_JOB } };
}
