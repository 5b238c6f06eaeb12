/**
 * The analytics room: what an analytic is, how evidence is scored, and the analytics themselves.
 *
 * @module
 */
export { type An0603Settings, an0603Meta, createAn0603, defaultAn0603Settings } from './an0603/index.ts';
export type {
  AffectedFile,
  Analytic,
  AnalyticId,
  AnalyticMeta,
  Group,
  GroupKind,
  LegMeta,
  LegResult,
  LegState,
  SuspectSession,
  Verdict,
} from './contract.ts';
export type { FaultListener, Leg, LegJudgement } from './score.ts';
export { blindSpots, capped, confidenceOf, evaluateLegs, logistic, logit } from './score.ts';
