/**
 * Chooses which processes a finding shows and in which order: the actor with those it descends
 * from, then the participants, each below its parent.
 */
import type { ProcessKey } from '../event/index.ts';
import type { HostView, Process } from '../host/index.ts';
import type { FindingProcess } from './finding.ts';

/** Processes shown in one finding. */
export const TREE_LIMIT = 64;
/** Ancestors of the actor that are shown, nearest first. */
const ANCESTOR_LIMIT = 24;

/** A process without its place in the tree: what is remembered between revisions. */
export type DescribedProcess = Omit<FindingProcess, 'depth' | 'participant'> & {
  readonly parent: ProcessKey | undefined;
};

/** What is asked about processes: the host now, or what the case remembers of those the host has forgotten. */
export type Describe = (key: ProcessKey) => DescribedProcess | undefined;

/** Parents before children, at most 64. The actor is always in it when it can be described. */
export function processTree(
  actor: ProcessKey,
  participants: readonly ProcessKey[],
  describe: Describe,
): FindingProcess[] {
  const shown = new Map<ProcessKey, DescribedProcess>();
  for (const process of chain(actor, describe, shown, ANCESTOR_LIMIT + 1)) shown.set(process.key, process);
  for (const key of participants) {
    const fresh = chain(key, describe, shown, ANCESTOR_LIMIT + 1);
    if (shown.size + fresh.length > TREE_LIMIT) continue;
    for (const process of fresh) shown.set(process.key, process);
  }
  return ordered(shown, new Set([actor, ...participants]));
}

export function describeProcess(process: Process, host: HostView): DescribedProcess {
  return {
    key: process.key,
    pid: process.pid,
    parent: process.parent,
    parentPid: process.parent === undefined ? undefined : pidOf(process.parent),
    path: process.image.path,
    argv: process.argv,
    cwd: process.cwd,
    uid: process.uid,
    user: host.userName(process.uid),
    startedAt: process.startedAt,
    endedAt: process.endedAt,
    script: process.script,
    deleted: process.image.deleted,
    memfd: process.image.memfd,
    ownership: process.ownership,
  };
}

/** For an actor that nobody can describe any more: only the pid that its key says, and 0 for when it started. */
export function strangerProcess(key: ProcessKey): FindingProcess {
  return {
    key,
    pid: pidOf(key) ?? 0,
    parentPid: undefined,
    path: '',
    argv: [],
    cwd: '',
    uid: 0xffff_ffff,
    user: 'unknown',
    startedAt: 0,
    endedAt: undefined,
    script: undefined,
    deleted: false,
    memfd: false,
    ownership: { state: 'unknown', why: 'the process was not seen' },
    depth: 0,
    participant: true,
  };
}

/** From a process up to, and without, the first that is shown already. */
function chain(
  key: ProcessKey,
  describe: Describe,
  shown: ReadonlyMap<ProcessKey, DescribedProcess>,
  limit: number,
): DescribedProcess[] {
  const up: DescribedProcess[] = [];
  const met = new Set<ProcessKey>();
  let next: ProcessKey | undefined = key;
  while (next !== undefined && !shown.has(next) && !met.has(next) && up.length < limit) {
    met.add(next);
    const process = describe(next);
    if (process === undefined) break;
    up.push(process);
    next = process.parent;
  }
  return up;
}

function ordered(
  shown: ReadonlyMap<ProcessKey, DescribedProcess>,
  participants: ReadonlySet<ProcessKey>,
): FindingProcess[] {
  const children = new Map<ProcessKey | undefined, DescribedProcess[]>();
  for (const process of shown.values()) {
    const parent = process.parent !== undefined && shown.has(process.parent) ? process.parent : undefined;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [process]);
    else siblings.push(process);
  }
  const tree: FindingProcess[] = [];
  const visit = (parent: ProcessKey | undefined, depth: number): void => {
    const siblings = (children.get(parent) ?? []).sort((a, b) => a.startedAt - b.startedAt || a.pid - b.pid);
    for (const { parent: _, ...process } of siblings) {
      tree.push({ ...process, depth, participant: participants.has(process.key) });
      visit(process.key, depth + 1);
    }
  };
  visit(undefined, 0);
  return tree;
}

function pidOf(key: ProcessKey): number | undefined {
  const pid = Number.parseInt(key, 10);
  return Number.isFinite(pid) ? pid : undefined;
}
