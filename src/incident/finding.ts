/**
 * A finding: a verdict told in full, with the people, processes and places named, so that it can be
 * read long after the processes are gone. The native output format is this interface as JSON.
 */
import type { AffectedFile, AnalyticId, Group, LegResult, SuspectSession } from '../analytics/index.ts';
import type { Container, Login, Ownership } from '../host/index.ts';

export interface FindingProcess {
  readonly key: string;
  readonly pid: number;
  readonly parentPid: number | undefined;
  readonly path: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly uid: number;
  readonly user: string;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly script: string | undefined;
  readonly deleted: boolean;
  readonly memfd: boolean;
  readonly ownership: Ownership;
  /** Distance from the oldest shown ancestor, for drawing the tree. */
  readonly depth: number;
  /** Took part, rather than being shown as an ancestor. */
  readonly participant: boolean;
}

export interface Finding {
  readonly uid: string;
  readonly activity: 'create' | 'update';
  /** Grows by one with every update. */
  readonly revision: number;
  readonly analytic: {
    readonly uid: AnalyticId;
    readonly name: string;
    readonly detectionStrategy: string;
    readonly technique: { readonly uid: string; readonly name: string };
    readonly tactic: { readonly uid: string; readonly name: string };
  };
  readonly host: { readonly name: string; readonly bootId: string; readonly kernel: string };
  /** ms since the epoch: of the last evidence, of the first. */
  readonly time: number;
  readonly firstSeen: number;
  /** When revision 1 was told, ms since the epoch of the event that led to it. */
  readonly createdAt: number;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly confidence: number;
  readonly title: string;
  readonly group: Group;
  readonly legs: readonly LegResult[];
  /** What could not be observed, in words; losses and gaps while the case grew are named here too. */
  readonly blind: readonly string[];
  readonly actor: FindingProcess;
  /** Ancestors and participants, parents before children. At most 64. */
  readonly tree: readonly FindingProcess[];
  readonly login: Login;
  readonly container: Container | undefined;
  readonly affected:
    | {
        readonly total: number;
        readonly overwritten: number;
        readonly removed: number;
        readonly replaced: number;
        readonly truncated: number;
        readonly directories: number;
        /** Of all originals together. */
        readonly bytes: number;
        readonly files: readonly AffectedFile[];
        readonly notes: readonly string[];
      }
    | undefined;
  readonly sessions: readonly SuspectSession[];
  /** Counts of the events behind it, by kind. */
  readonly events: Readonly<Record<string, number>>;
}
