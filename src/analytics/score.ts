/**
 * How evidence becomes confidence: legs are evaluated one by one, each failure stays with its own leg, each
 * weight is held within the leg's cap, and prior plus sum goes through the logistic function.
 *
 * @module
 */
import type { LegMeta, LegResult, LegState } from './contract.ts';

/** What a leg answers about one case; its id is added from its metadata. */
export interface LegJudgement {
  readonly state: LegState;
  /** Log-likelihood ratio in nats before the cap; taken as 0 when `unobservable`. */
  readonly weight: number;
  /** Most telling first. */
  readonly reasons: readonly string[];
}

/** One evidence leg: what it is, and a pure function over the case that the analytic has gathered. */
export interface Leg<Case> {
  readonly meta: LegMeta;
  judge(subject: Case): LegJudgement;
}

/** Told of a leg that threw, so that the analytic can count it. */
export type FaultListener = (leg: string, error: unknown) => void;

/** Probability from log-odds in nats. */
export function logistic(logOdds: number): number {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));
}

/** Log-odds in nats from a probability; `probability` is held within 1e-9 of 0 and 1. */
export function logit(probability: number): number {
  const held = Math.min(Math.max(probability, 1e-9), 1 - 1e-9);
  return Math.log(held / (1 - held));
}

/** A weight within the leg's cap; anything that is not a number counts as 0. */
export function capped(weight: number, cap: LegMeta['cap']): number {
  return Number.isNaN(weight) ? 0 : Math.min(Math.max(weight, cap.min), cap.max);
}

/**
 * Evaluates every leg. A leg that throws is reported to `onFault`, and tells `unobservable` with weight 0, so
 * that the others still decide and the finding says which one failed.
 */
export function evaluateLegs<Case>(
  legs: readonly Leg<Case>[],
  subject: Case,
  onFault: FaultListener,
): readonly LegResult[] {
  return legs.map((leg) => evaluateLeg(leg, subject, onFault));
}

function evaluateLeg<Case>(leg: Leg<Case>, subject: Case, onFault: FaultListener): LegResult {
  const id = leg.meta.id;
  try {
    const { state, weight, reasons } = leg.judge(subject);
    return { leg: id, state, weight: state === 'unobservable' ? 0 : capped(weight, leg.meta.cap), reasons };
  } catch (error) {
    onFault(id, error);
    return { leg: id, state: 'unobservable', weight: 0, reasons: ['this leg failed and was skipped'] };
  }
}

/** Sum of the weights over the prior log-odds (nats), as a confidence in 0…1. */
export function confidenceOf(priorLogOdds: number, results: readonly LegResult[]): number {
  return logistic(results.reduce((sum, result) => sum + result.weight, priorLogOdds));
}

/** What could not be observed, in words, for `Verdict.blind`. */
export function blindSpots(results: readonly LegResult[], metas: readonly LegMeta[]): readonly string[] {
  return results
    .filter((result) => result.state === 'unobservable')
    .map((result) => {
      const title = metas.find((meta) => meta.id === result.leg)?.title ?? result.leg;
      return `${title}: ${result.reasons[0] ?? 'could not be observed here'}`;
    });
}
