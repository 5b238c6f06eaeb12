/**
 * What happened behind a finding, small enough to keep: how many events of which kind, and the
 * first and latest telling ones in words. Text is raw host text: escape it before a terminal sees it.
 */
import type { EventKind, ProcessKey } from '../event/index.ts';

/** One telling event, reduced to who, when and what. */
export interface EventDigest {
  /** ms since the epoch */
  readonly time: number;
  readonly seq: number;
  readonly kind: EventKind;
  readonly process: ProcessKey;
  readonly pid: number;
  /** A path, a remote address with port, or what a descriptor became. */
  readonly subject: string;
  /** Figures in words; at most 512 characters. */
  readonly detail: string;
}

/** Goes to the store beside the finding of the same uid and revision. */
export interface EventSummary {
  readonly uid: string;
  readonly revision: number;
  /** Events of the processes that the verdicts named, by kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** At most 100: the first and the latest, in stream order. */
  readonly digests: readonly EventDigest[];
  /** Telling events that were left out of `digests`. */
  readonly omitted: number;
}
