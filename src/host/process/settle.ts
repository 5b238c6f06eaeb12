/**
 * Puts the processes that ran before the sensor into jobs, once all of them have been told: they come in no
 * particular order, so a child may be known before its parent.
 */
import type { Standing } from './boundary.ts';
import { boundaryBetween } from './boundary.ts';
import { type Job, newJob, type ProcessNode } from './node.ts';

export interface Settling {
  /** Unsettled and settled ones alike. */
  readonly nodes: Iterable<ProcessNode>;
  parentOf(node: ProcessNode): ProcessNode | undefined;
  standingOf(node: ProcessNode): Standing;
}

function jobBelow(node: ProcessNode, parent: ProcessNode, leader: ProcessNode | undefined, given: Settling): Job {
  if (parent.init) return newJob(node.key, node.process.startedAt);
  const boundary = boundaryBetween(given.standingOf(parent), given.standingOf(node));
  if (boundary !== 'inherit') return newJob(node.key, node.process.startedAt);
  if (!parent.interactive) return parent.job;
  // When it was typed is not known, but a shell with job control gives a command line a process group.
  return leader === undefined || leader === node || leader === parent
    ? newJob(node.key, node.process.startedAt)
    : leader.job;
}

/** Assigns `job`, `settled` and the record's lineage of every node that is not settled. Parents first; no recursion. */
export function settle(given: Settling): void {
  const byPid = new Map<number, ProcessNode>();
  const open: ProcessNode[] = [];
  for (const node of given.nodes) {
    if (node.process.endedAt === undefined) byPid.set(node.process.pid, node);
    if (!node.settled) open.push(node);
  }
  // Leaders of process groups first: the others of a command line take their job from them.
  const leads = (node: ProcessNode) => (node.pgid === node.process.pid ? 0 : 1);
  for (const node of open.sort((one, other) => leads(one) - leads(other))) {
    const chain: ProcessNode[] = [];
    const seen = new Set<ProcessNode>();
    let parent: ProcessNode | undefined = node;
    for (; parent !== undefined && !parent.settled && !seen.has(parent); parent = given.parentOf(parent)) {
      seen.add(parent);
      chain.push(parent);
    }
    for (const next of chain.reverse()) {
      const above = given.parentOf(next);
      const leader = byPid.get(next.pgid);
      const sibling = leader?.settled === true && leader.sid === next.sid ? leader : undefined;
      if (above !== undefined && above !== next && above.settled) next.job = jobBelow(next, above, sibling, given);
      else if (next.job.head !== next.key) next.job = newJob(next.key, next.process.startedAt);
      next.settled = true;
      if (next.process.lineage !== next.job.id) next.process = { ...next.process, lineage: next.job.id };
    }
  }
}
