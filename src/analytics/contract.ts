/**
 * What an analytic is: declarative metadata, and a judgement over events and the host's state.
 * Analytics do no I/O and read no clock; time comes from events.
 */
import type { Event, NetProtocol, ProcessKey } from '../event/index.ts';
import type { HostView } from '../host/index.ts';

/** `seen`: observed and counted. `absent`: looked for, not there. `unobservable`: could not be looked at here. */
export type LegState = 'seen' | 'absent' | 'unobservable';

/** What one evidence leg says about one group of processes. */
export interface LegResult {
  readonly leg: string;
  readonly state: LegState;
  /** Log-likelihood ratio in nats, within the leg's cap; negative speaks against. 0 when unobservable. */
  readonly weight: number;
  /** In words and figures, for a person; most telling first. */
  readonly reasons: readonly string[];
}

/** What a leg is, apart from any case: shown in docs and in `config`. */
export interface LegMeta {
  readonly id: string;
  readonly title: string;
  /** Limits of the weight, in nats. */
  readonly cap: { readonly min: number; readonly max: number };
  /** Events it needs; when the source delivers none of a kind, the leg is unobservable. */
  readonly needs: readonly Event['kind'][];
}

export type GroupKind = 'process' | 'lineage' | 'cgroup' | 'image' | 'session' | 'victim_tree' | 'joined';

/** The unit a verdict is about. */
export interface Group {
  readonly kind: GroupKind;
  readonly id: string;
}

/** A file that suffered (AN0603). */
export interface AffectedFile {
  readonly path: string;
  readonly file: string;
  readonly time: number;
  readonly process: ProcessKey;
  /** What became of the original. */
  readonly how: 'overwritten' | 'truncated' | 'replaced' | 'removed';
  /** Content class before and after, as `src/stats` names them. */
  readonly before: string;
  readonly after: string;
  /** Formats within these classes: `utf-8`, `docx`, `openpgp`…; the class again when nothing finer is known. */
  readonly formats: { readonly before: string; readonly after: string };
  /** Of the original, bytes. */
  readonly size: number;
  /** Path of the ciphertext where it is another file. */
  readonly counterpart?: string;
}

/** An outbound session that carried the evidence (AN0401). */
export interface SuspectSession {
  readonly process: ProcessKey;
  readonly protocol: NetProtocol;
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly startedAt: number;
  readonly txBytes: number;
  readonly rxBytes: number;
  /** Application protocol as named from the first bytes: `tls`, `ssh`, `http`, `unknown`… */
  readonly application: string;
  readonly serverName?: string;
}

/** An analytic's judgement of one group, now. Given again, with the same `uid`, as the case grows. */
export interface Verdict {
  readonly analytic: AnalyticId;
  /** Deterministic: derived from the analytic, the group and the first evidence, so that a replay gives the same. */
  readonly uid: string;
  readonly time: number;
  readonly firstSeen: number;
  readonly group: Group;
  /** 0 to 1, from the sum of the legs' weights and the prior. */
  readonly confidence: number;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  /** One line: who did what to what. */
  readonly title: string;
  readonly legs: readonly LegResult[];
  /** What could not be observed and what it would have told, in words. */
  readonly blind: readonly string[];
  /** The process to look at first, and those that took part (at most 64, most involved first). */
  readonly actor: ProcessKey;
  readonly participants: readonly ProcessKey[];
  readonly affected?: {
    readonly total: number;
    readonly overwritten: number;
    readonly removed: number;
    readonly replaced: number;
    readonly truncated: number;
    readonly directories: number;
    /** Of all originals together. */
    readonly bytes: number;
    /** At most 200, first ones and latest ones. */
    readonly files: readonly AffectedFile[];
    readonly notes: readonly string[];
  };
  readonly sessions?: readonly SuspectSession[];
}

export type AnalyticId = 'AN0401' | 'AN0603';

export interface AnalyticMeta {
  readonly id: AnalyticId;
  readonly name: string;
  readonly description: string;
  readonly detectionStrategy: string;
  readonly technique: { readonly uid: string; readonly name: string };
  readonly tactic: { readonly uid: string; readonly name: string };
  readonly legs: readonly LegMeta[];
}

/** A live analytic with its own bounded state. */
export interface Analytic {
  readonly meta: AnalyticMeta;
  /** Takes one event, in stream order, after the host state has taken it. Returns new or changed verdicts. */
  observe(event: Event, host: HostView): readonly Verdict[];
  /** Sizes of its tables and how often each evicted, for the status line and the growth bench. */
  readonly gauges: () => Readonly<Record<string, number>>;
  /** Legs that failed with an error so far, by leg. A failing leg is skipped, never fatal. */
  readonly faults: () => Readonly<Record<string, number>>;
}

/** An analytic whose settings can change while it works. */
export interface Adjustable<Settings> extends Analytic {
  /** Judges by these from the next event on; what was gathered so far stays. Limits of tables are not changed. */
  adjust(settings: Settings): void;
}
