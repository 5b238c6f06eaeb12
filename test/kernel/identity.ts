/** What the trigger `identity` says of itself. */
import assert from 'node:assert/strict';
import type { ProcessStart } from '../../src/event/index.ts';
import type { Run } from './harness.ts';

export interface Descriptor {
  readonly target: string;
  readonly dev: number;
  readonly ino: string;
}

/** What `identity.c` says of itself. */
export interface Identity {
  readonly pid: number;
  readonly ppid: number;
  readonly sid: number;
  readonly pgid: number;
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
  readonly auid: number;
  readonly session: number;
  readonly capabilities: string;
  readonly exeDev: number;
  readonly exeIno: string;
  readonly exeSize: number;
  readonly exeModifiedMs: number;
  readonly exe: string;
  readonly cwd: string;
  readonly mnt: number;
  readonly pidNamespace: number;
  readonly net: number;
  readonly user: number;
  readonly cgroup: string;
  readonly fds: readonly (Descriptor | null | 0)[];
  readonly argv: readonly (string | 0)[];
}

/** No login user, no audit session. */
export const NONE = 0xffffffff;

/** The latest program that a run executed. */
export function lastStart(run: Run): ProcessStart {
  const found = run.events.findLast((event): event is ProcessStart => event.kind === 'process_start');
  assert.ok(found, 'no process_start was told');
  return found;
}
