/**
 * When the legs make a finding: no single signal does.
 *
 * @module
 */

import type { LegResult } from '../../contract.ts';
import { confidenceOf } from '../../score.ts';

/**
 * Log-odds (nats) that a session of any process is what AN0401 looks for, before any evidence. Set so that a
 * conjunction of two strong legs is needed; weights were chosen by hand on the rows of detection.md and are to be
 * calibrated on recorded corpora.
 */
export const PRIOR = -7;
/** A finding is told from this confidence on. */
export const TOLD_FROM = 0.5;
/**
 * What is usual of a program is learned from sessions below this. Ordinary backups of no package to a store at a bare address reach
 * 0.31, an implant in an interpreter that names its server and calls back regularly 0.45.
 */
export const LEARNT_BELOW = 0.35;

/** Unexpected process + crypto evidence + outbound session + (abnormal bytes or asymmetry or cadence). */
export function conjunctionHolds(results: readonly LegResult[]): boolean {
  const seen = new Set(results.filter((result) => result.state === 'seen').map((result) => result.leg));
  return (
    seen.has('unexpected-process') &&
    seen.has('crypto-evidence') &&
    seen.has('outbound-session') &&
    (seen.has('abnormal-bytes') || seen.has('asymmetry') || seen.has('cadence'))
  );
}

/** Confidence 0 to 1. */
export function judgedConfidence(results: readonly LegResult[]): number {
  return confidenceOf(PRIOR, results);
}
