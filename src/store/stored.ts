/** What is put into and got out of the store. All times are ms since the epoch. */
import type { AnalyticId } from '../analytics/index.ts';
import type { EventSummary, Finding } from '../incident/index.ts';

/** A finding in a list. */
export interface FindingRow {
  readonly uid: string;
  readonly analytic: AnalyticId;
  readonly severity: Finding['severity'];
  /** 0 to 1 */
  readonly confidence: number;
  readonly firstSeen: number;
  readonly time: number;
  readonly createdAt: number;
  /** By this machine's clock; what retention goes by. */
  readonly storedAt: number;
  readonly revision: number;
  readonly host: string;
  readonly title: string;
  /** Who logged in, or else whom the actor runs as. */
  readonly user: string;
  readonly actorPath: string;
}

/** Every condition narrows; the latest come first. */
export interface FindingQuery {
  readonly analytic?: AnalyticId;
  /** This severe or more. */
  readonly severity?: Finding['severity'];
  /** Last evidence at or after. */
  readonly since?: number;
  /** Last evidence before. */
  readonly until?: number;
  /** Evidence with exactly this path, or `address:port`. */
  readonly subject?: string;
  /** Default 100, at most 1,000. */
  readonly limit?: number;
}

/** Something a finding rests on, kept although later revisions may list others. */
export interface StoredEvidence {
  readonly kind: 'process' | 'file' | 'session';
  readonly subject: string;
  readonly time: number;
  readonly body: unknown;
}

export interface StoredFinding {
  readonly finding: Finding;
  readonly summary: EventSummary | undefined;
  /** At most 2,000, in order of time. */
  readonly evidence: readonly StoredEvidence[];
  readonly storedAt: number;
}

export interface RunStart {
  readonly startedAt: number;
  readonly version: string;
  /** `observe` or `contain`. */
  readonly mode: string;
}

export interface RunProgress {
  readonly time: number;
  readonly host: string;
  readonly events: number;
  readonly gaps: number;
  readonly lost: Readonly<Record<string, number>>;
}

export interface RunEnd {
  readonly time: number;
  readonly reason: string;
}

export interface FaultRecord {
  /** `sensor`, `store`, `sink:NAME`, `leg:NAME`. */
  readonly source: string;
  readonly code: string;
  /** How often so far in this run. */
  readonly count: number;
  readonly time: number;
  readonly message: string;
}

export interface StoredRun extends RunStart, RunProgress {
  readonly id: string;
  readonly stoppedAt: number | undefined;
  /** Undefined while it runs; `not seen to end` after a crash. */
  readonly stopReason: string | undefined;
  readonly faults: readonly FaultRecord[];
}
