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

/**
 * Bytes are abnormal from here on. Below are a named server without ALPN, and bytes that no exemption of the
 * fully-encrypted rules fits but that are not random: they add to the sum, and decide nothing without a shell that is joined
 * to the session.
 */
const ABNORMAL_FROM = 1;
/** Both its ends lead to the session, or its process holds both; not merely a terminal that somebody made. */
const JOINED_FROM = 3;

/** Unexpected process + crypto evidence + outbound session + (abnormal bytes or asymmetry or cadence). */
export function conjunctionHolds(results: readonly LegResult[]): boolean {
  const seen = new Map(results.filter(({ state }) => state === 'seen').map(({ leg, weight }) => [leg, weight]));
  const joined = (seen.get('joined-shell') ?? 0) >= JOINED_FROM;
  const abnormal = joined ? seen.has('abnormal-bytes') : (seen.get('abnormal-bytes') ?? 0) >= ABNORMAL_FROM;
  return (
    seen.has('unexpected-process') &&
    seen.has('crypto-evidence') &&
    seen.has('outbound-session') &&
    (abnormal || seen.has('asymmetry') || seen.has('cadence'))
  );
}

/** Confidence 0 to 1. */
export function judgedConfidence(results: readonly LegResult[]): number {
  return confidenceOf(PRIOR, results);
}
