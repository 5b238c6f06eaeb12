/**
 * Assigns jobs at a fork or exec. Two kinds of starts are told apart by time: an interactive shell's
 * children are one command line while they follow each other faster than somebody types (a loop typed at the
 * prompt forks again and again; job control gives each of its commands a process group of its own, so groups
 * cannot tell), and sessions that break away from a service are one job while they come in a burst.
 */
import type { ProcessKey } from '../../event/index.ts';
import { type Boundary, boundaryBetween, type Standing } from './boundary.ts';
import { type Job, newJob, type ProcessNode } from './node.ts';

/**
 * Longest pause between the last start or end of a command and the next one of the same command line, ms.
 * Recalling a line and pressing Enter takes about half a second; a loop's pause is about 1 ms.
 */
const LINE_PAUSE = 300;

/** The same for sessions that break away from a service, ms. A loop over `setsid` pauses about 1 ms. */
const BREAKAWAY_PAUSE = 100;

export interface Assigned {
  readonly job: Job;
  /** Set when the process's own start and end are the job's activity. */
  readonly leads: Job | undefined;
}

function continues(job: Job | undefined, time: number, pause: number): job is Job {
  return job !== undefined && time - job.lastAt <= pause;
}

/** A command that an interactive shell starts. */
function ofLine(shell: ProcessNode, key: ProcessKey, time: number): Assigned {
  const job = continues(shell.line, time, LINE_PAUSE) ? shell.line : newJob(key, time);
  shell.line = job;
  job.lastAt = Math.max(job.lastAt, time);
  return { job, leads: job };
}

function ofBreakaway(from: Job, key: ProcessKey, time: number): Assigned {
  const last = from.breakaway;
  const job = continues(last, time, BREAKAWAY_PAUSE) ? last : newJob(key, time);
  from.breakaway = job;
  job.lastAt = Math.max(job.lastAt, time);
  return { job, leads: job };
}

/** A child that has not executed anything yet. */
export function jobAtFork(parent: ProcessNode, key: ProcessKey, time: number): Assigned {
  if (parent.init) return { job: newJob(key, time), leads: undefined };
  if (parent.interactive) return ofLine(parent, key, time);
  return { job: parent.job, leads: undefined };
}

/** After an exec, given what the process was assigned before. */
export function jobAtExec(had: Assigned, key: ProcessKey, before: Standing, now: Standing, time: number): Assigned {
  const boundary: Boundary = boundaryBetween(before, now);
  if (boundary === 'inherit' || had.job.head === key) return had;
  if (boundary === 'breakaway') return ofBreakaway(had.job, key, time);
  return { job: newJob(key, time), leads: undefined };
}
