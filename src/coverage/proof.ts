/** What came of one emulation. One line of NDJSON each. */
import type { Emulation } from '../../emulations/emulation.ts';

/**
 * `found`: it did what it was meant to, and a finding of its analytic told of it. `missed`: no finding did. `failed`: it did
 * not do what it was meant to, which proves nothing. `skipped`: a program that it needs is missing.
 */
export type Outcome = 'found' | 'missed' | 'failed' | 'skipped';

/** The first revision of the finding, times in ms. */
export interface Discovery {
  readonly uid: string;
  /** Since the epoch, when its line was read. */
  readonly at: number;
  /** After the first hostile operation. */
  readonly afterBegin: number;
  /**
   * AN0603: after the destroyed original that decided: the n-th, where the finding tells of n.
   * AN0401: after the latest payload before it. Absent when it told of none.
   */
  readonly afterDecisive?: number;
  /** AN0401: after the first payload. Absent when it told of none before. */
  readonly afterFirstPayload?: number;
  /** AN0603: originals destroyed by then. */
  readonly destroyed: number;
  /** AN0401: payloads sent by then. */
  readonly payloads: number;
  readonly confidence: number;
  readonly title: string;
  /** Legs that were seen. */
  readonly legs: readonly string[];
  /** By what group it was found. */
  readonly group: string;
}

export interface Proof extends Pick<Emulation, 'id' | 'analytic' | 'row' | 'channel'> {
  readonly ablated: boolean;
  readonly seed: number;
  /** Originals a second that were asked for. */
  readonly rate?: number;
  readonly outcome: Outcome;
  /** In words; empty when it was found. */
  readonly why: string;
  readonly discovery?: Discovery;
  /** In all, when it had ended. */
  readonly destroyed: number;
  readonly payloads: number;
  /** Originals a second, from the first to the last. Absent for fewer than three. */
  readonly pace?: number;
  /** Different findings of its analytic that told of it: more than one says one attack twice. */
  readonly findings: number;
  /** Titles of findings of the other analytic that told of it. They count for nothing. */
  readonly besides: readonly string[];
  /** Losses, gaps and faults that the program told of meanwhile. */
  readonly disturbances: readonly string[];
  /** From the first hostile operation to its end, ms. */
  readonly ms: number;
}
