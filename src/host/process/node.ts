/**
 * What the host room itself keeps about a process, around the immutable `Process` that others see.
 */
import type { ProcessKey } from '../../event/index.ts';
import type { LineageId, Process } from '../view.ts';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A job while it lasts. Shared by reference between the processes in it. */
export interface Job {
  readonly id: LineageId;
  /** The process that `id` names. */
  readonly head: ProcessKey;
  /** Last start or end of one of the processes that lead it, ms since the epoch. */
  lastAt: number;
  /** Newest job that broke away from this one by a session of its own. */
  breakaway: Job | undefined;
}

/** How well a process is known; a later kind replaces an earlier one. */
export type Known = 'stub' | 'fork' | 'snapshot' | 'exec';

export interface ProcessNode {
  readonly key: ProcessKey;
  /** Replaced, never changed, so that whoever holds one holds a consistent moment. */
  process: Process;
  readonly parentPid: number;
  known: Known;
  sid: number;
  pgid: number;
  job: Job;
  /** False while the job was assigned without knowing the parent, until the snapshot is complete. */
  settled: boolean;
  /** The job whose activity this process's end is. */
  leads: Job | undefined;
  /** An interactive shell's current command line. */
  line: Job | undefined;
  /** Reads command lines from a terminal. Not inherited by a fork: that is a subshell. */
  interactive: boolean;
  /** Starts jobs for a living: pid 1, or an init inside a container. */
  init: boolean;
  /** Remote end of the ssh connection that it serves or descends from. */
  remote: Endpoint | undefined;
  children: Set<ProcessNode> | undefined;
  /** Ended long ago and kept only for its children. */
  lingering: boolean;
  /** Which run of the sensor told of it last. */
  generation: number;
}

export function newJob(head: ProcessKey, time: number): Job {
  const id: string = head;
  return { id, head, lastAt: time, breakaway: undefined };
}
