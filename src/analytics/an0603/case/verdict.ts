/**
 * A case told as a verdict.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { ProcessKey } from '../../../event/index.ts';
import type { HostView } from '../../../host/index.ts';
import type { AffectedFile, Group, Verdict } from '../../contract.ts';
import { blindSpots } from '../../score.ts';
import { notePaths } from '../legs/index.ts';
import type { Destroyed } from '../loss/facts.ts';
import { meta } from '../meta.ts';
import type { Case } from './case-book.ts';
import type { Decision } from './decision.ts';
import { type Account, factsOf } from './ledger.ts';
import type { Subject } from './subject.ts';

const MAX_PARTICIPANTS = 64;
/** From this many files on a case is critical by itself. */
const CRITICAL_FILES = 20;

/** The same for the same stream: SHA-256 of analytic, boot, group and time of the first evidence, 32 hex digits. */
export function uidOf(bootId: string, group: Group, firstAt: number): string {
  return createHash('sha256')
    .update(['AN0603', bootId, group.kind, group.id, String(firstAt)].join('\n'))
    .digest('hex')
    .slice(0, 32);
}

export function verdictOf(told: Case, subject: Subject, decision: Decision, time: number, host: HostView): Verdict {
  const { account } = told;
  const participants = [...account.processes].toSorted((a, b) => b[1] - a[1]).map(([key]) => key);
  const actor = actorOf(account, participants, host);
  return {
    analytic: 'AN0603',
    uid: told.uid,
    time,
    firstSeen: account.firstAt,
    group: groupOf(told),
    confidence: decision.confidence,
    severity: severityOf(account, decision),
    title: titleOf(account, actor, host),
    legs: decision.results,
    blind: [...blindSpots(decision.results, meta.legs), ...unseen(account)],
    actor,
    participants: participants.slice(0, MAX_PARTICIPANTS),
    affected: {
      total: account.total,
      overwritten: account.byHow.overwritten,
      removed: account.byHow.removed,
      replaced: account.byHow.replaced,
      truncated: account.byHow.truncated,
      directories: account.directories.size,
      bytes: account.bytes,
      files: factsOf(account).map(affectedFile),
      notes: notePaths(subject.notes).slice(0, 50),
    },
  };
}

/** The smallest group that holds everything seen so far. */
function groupOf({ group, account }: Case): Group {
  if (account.lineages.size > 1)
    return group.kind === 'process' || group.kind === 'lineage' ? joinedGroup(account) : group;
  const [lineage] = account.lineages;
  if (group.kind === 'process' && account.first.some((fact) => fact.process !== group.id) && lineage !== undefined) {
    return { kind: 'lineage', id: lineage };
  }
  return group;
}

function joinedGroup(account: Account): Group {
  return { kind: 'joined', id: [...account.lineages][0] ?? '' };
}

function unseen({ unobservable }: Account): readonly string[] {
  if (unobservable === 0) return [];
  return [
    `${unobservable} more existing files were changed without a sample (mapped or spliced): whether they were encrypted was not seen`,
  ];
}

/** Who did most; for a process per file, the parent that started them. */
function actorOf(account: Account, participants: readonly ProcessKey[], host: HostView): ProcessKey {
  const first = participants[0] ?? account.group.id;
  const most = account.processes.get(first) ?? 0;
  if (most * 2 >= account.total) return first;
  const parents = new Map<ProcessKey, number>();
  for (const key of participants) {
    const parent = host.process(key)?.parent;
    if (parent !== undefined && host.process(parent) !== undefined) parents.set(parent, (parents.get(parent) ?? 0) + 1);
  }
  return [...parents].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? first;
}

function severityOf(account: Account, { results }: Decision): Verdict['severity'] {
  const grave = results.some(
    (result) => result.state === 'seen' && ['note-drop', 'canary', 'inhibited-recovery'].includes(result.leg),
  );
  return grave || account.total >= CRITICAL_FILES ? 'critical' : 'high';
}

function titleOf(account: Account, actor: ProcessKey, host: HostView): string {
  const { overwritten, truncated, replaced, removed } = account.byHow;
  const process = host.process(actor);
  const who = process === undefined ? `process ${actor}` : `${process.image.path} (${host.userName(process.uid)})`;
  const how = [
    [overwritten, 'overwritten'],
    [truncated, 'truncated and rewritten'],
    [replaced, 'replaced'],
    [removed, 'removed'],
  ] as const;
  const fates = how.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  const files = `${account.total} ${account.total === 1 ? 'file' : 'files'}`;
  return `${who} encrypted ${files} below ${commonDirectory(account.directories)}; originals: ${fates.join(', ')}`;
}

/** Deepest directory above all that are known. */
export function commonDirectory(directories: Iterable<string>): string {
  let common: string[] | undefined;
  for (const directory of directories) {
    if (!directory.startsWith('/')) continue;
    const parts = directory.split('/').slice(1);
    if (common === undefined) common = parts;
    else common = common.slice(0, firstDifference(common, parts));
  }
  return common === undefined ? 'an unknown directory' : `/${common.join('/')}`;
}

function firstDifference(a: readonly string[], b: readonly string[]): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

function affectedFile(fact: Destroyed): AffectedFile {
  return {
    path: fact.path,
    file: fact.file,
    time: fact.time,
    process: fact.process,
    how: fact.how,
    before: fact.transition.before.class,
    after: fact.transition.after.class,
    formats: { before: fact.transition.before.format, after: fact.transition.after.format },
    size: fact.size,
    ...(fact.counterpart === undefined ? {} : { counterpart: fact.counterpart }),
  };
}
