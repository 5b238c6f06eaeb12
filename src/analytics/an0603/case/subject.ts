/**
 * What the legs look at: one group's account with everything that belongs to it, as of one moment.
 *
 * @module
 */
import type { HostView, Login, Process } from '../../../host/index.ts';
import type { Activity, ActivityLog, Command } from '../job/activity.ts';
import type { Note, NoteBook } from '../job/note-book.ts';
import type { Destroyed } from '../loss/facts.ts';
import type { An0603Settings } from '../settings.ts';
import { type Account, factsOf, type Ledger } from './ledger.ts';

export interface Subject {
  readonly settings: An0603Settings;
  readonly account: Account;
  readonly facts: readonly Destroyed[];
  /** Destroyed files after forgetting: by tools that people use by hand, by anything else (weighted by strength). */
  readonly decayed: Account['decayed'];
  readonly activities: readonly Activity[];
  readonly encryptors: readonly Command[];
  readonly recovery: readonly Command[];
  readonly canaries: readonly string[];
  readonly notes: readonly Note[];
  /** Those that encrypted, most files first; only those the host still knows. */
  readonly processes: readonly Process[];
  readonly login: Login | undefined;
}

/** Jobs looked into for one subject. */
const MAX_JOBS = 16;

export interface Sources {
  readonly settings: An0603Settings;
  readonly ledger: Ledger;
  readonly activity: ActivityLog;
  readonly notes: NoteBook;
}

export function subjectOf(
  account: Account,
  time: number,
  { settings, ledger, activity, notes }: Sources,
  host: HostView,
): Subject {
  const jobs = [...account.lineages].slice(-MAX_JOBS);
  const activities = jobs.map((job) => activity.of(job)).filter((found) => found !== undefined);
  const processes = [...account.processes]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MAX_JOBS)
    .map(([key]) => host.process(key))
    .filter((found) => found !== undefined);
  const first = processes[0];
  return {
    settings,
    account,
    facts: factsOf(account),
    decayed: ledger.decayed(account, time),
    activities,
    encryptors: activities.flatMap((found) => found.encryptors),
    recovery: activities.flatMap((found) => found.recovery),
    canaries: activities.flatMap((found) => found.canaries),
    notes: jobs.flatMap((job) => notes.notesOf(job, host)),
    processes,
    login: first === undefined ? undefined : host.login(first.key),
  };
}
