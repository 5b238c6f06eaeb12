/** A process's standing, for deciding where jobs begin: from the table, and from an event that changes it. */
import type { ProcessStart } from '../../event/index.ts';
import type { Standing } from './boundary.ts';
import type { CgroupCache } from './cgroup.ts';
import { isInteractive } from './interactive.ts';
import type { ProcessNode } from './node.ts';

export function standingOf(node: ProcessNode, cgroups: CgroupCache): Standing {
  const { process } = node;
  return {
    pid: process.pid,
    sid: node.sid,
    tty: process.tty,
    session: process.session,
    image: process.image.path,
    cgroup: cgroups.of(process.cgroup.path),
    interactive: node.interactive,
  };
}

export function standingAt(event: ProcessStart, cgroups: CgroupCache): Standing {
  return {
    pid: event.pid,
    sid: event.sid,
    tty: event.tty,
    session: event.session,
    image: event.image.path,
    cgroup: cgroups.of(event.cgroup.path),
    interactive: isInteractive(event),
  };
}
