/**
 * The analytics room: what an analytic is, how evidence is scored, and the analytics themselves.
 *
 * @module
 */
export type { An0603Settings } from './an0603/index.ts';
export type {
  Adjustable,
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
