/**
 * Where one job ends and the next begins, judged from what a process was (or, where its fork was missed,
 * what its parent is) and what it is now.
 *
 * A job is what an administrator would name in one breath: a unit, a cron run, a container, an ssh login, one
 * command line. Strong outside evidence begins one: systemd and PAM write cgroups and audit sessions, which
 * an unprivileged process cannot forge. Weak evidence does not: a process group, a change of directory or
 * name, a double fork, `setsid` under a login.
 *
 * Pitfalls, known and accepted:
 * - The parent is the process that forked, not the one that adopted an orphan, so daemonising stays in the job.
 * - Root can write cgroups, loginuid and start units by D-Bus; each such start is a job of its own. The image,
 *   the cgroup and the victim tree still hold them together.
 * - A server that runs every request itself (a web server, a CI agent without sessions) is one job by its unit.
 * - Files that an interactive shell writes by its own redirections and builtins are in the shell's job, not in
 *   that of the command line; they meet in the session.
 */
import type { CgroupFacts } from './cgroup.ts';
import { opensJobs } from './image-name.ts';

/** What decides, about one process at one moment. */
export interface Standing {
  readonly pid: number;
  readonly sid: number;
  readonly tty: string | undefined;
  readonly session: number | undefined;
  readonly image: string;
  readonly cgroup: CgroupFacts;
  readonly interactive: boolean;
}

/** `head`: leads a job. `breakaway`: leads one unless it comes right after its like. `inherit`: stays. */
export type Boundary = 'head' | 'breakaway' | 'inherit';

export function boundaryBetween(before: Standing, now: Standing): Boundary {
  // Kernel threads have no image: what they start (usermode helpers) is nobody's child.
  if (before.image === '') return 'head';
  if (now.session !== undefined && now.session !== before.session) return 'head';
  const container = now.cgroup.container?.id;
  if (container !== undefined && container !== before.cgroup.container?.id) return 'head';
  const unit = now.cgroup.unit;
  if (unit !== undefined && unit !== before.cgroup.unit && container === undefined) return 'head';
  if (now.image !== before.image && opensJobs(before.image) && !opensJobs(now.image)) return 'head';
  if (now.interactive && now.tty !== before.tty) return 'head';
  // Without a login, a session of its own is how harnesses, CI agents and supervisors keep their commands apart.
  const ownSession = now.sid === now.pid && now.sid !== before.sid;
  if (ownSession && now.tty === undefined && now.session === undefined) return 'breakaway';
  return 'inherit';
}
