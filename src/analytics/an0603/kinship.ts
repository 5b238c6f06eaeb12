/**
 * Whether two processes can be taken for parts of one doing: the same job, login, terminal or service.
 *
 * @module
 */
import type { Fd, ProcessKey } from '../../event/index.ts';
import type { HostView, Process } from '../../host/index.ts';
import type { Deed } from './deed.ts';

const NOBODY: readonly ProcessKey[] = [];

/** Whether `process` (and its job `lineage`) belongs with who did `deed`. */
export function akin(host: HostView, deed: Deed, process: ProcessKey, lineage: string): boolean {
  if (deed.process === process || deed.lineage === lineage) return true;
  const one = host.process(deed.process);
  const other = host.process(process);
  if (one === undefined || other === undefined) return false;
  if (one.session !== undefined && one.session === other.session && one.auid === other.auid) return true;
  if (one.tty !== undefined && one.tty === other.tty && one.uid === other.uid) return true;
  return sharedService(one) !== undefined && sharedService(one) === sharedService(other);
}

/** The control group when it stands for one service, container or login; not slices that hold everything. */
export function sharedService(process: Process): string | undefined {
  const path = process.cgroup.path;
  const own = /\.(service|scope)(\/|$)|docker|libpod|crio|kubepods|lxc/.test(path);
  return own && !/\/(init\.scope|user@\d+\.service)$/.test(path) ? path : undefined;
}

/**
 * Those that a process can have passed data to, or got it from: one writes into the pipe, fifo or socketpair that the other reads. Who only shares
 * its output with others (a log, a terminal's pager) got nothing from them. Most have none, which costs nothing to see.
 */
export function partners(host: HostView, key: ProcessKey): readonly ProcessKey[] {
  const process = host.process(key);
  if (process === undefined) return NOBODY;
  const [first, second, third] = process.stdio;
  if (!joins(first) && !joins(second) && !joins(third)) return NOBODY;
  return host.joined(key).flatMap((other) => (linked(process, other) ? [other.key] : []));
}

function linked({ stdio: one }: Process, { stdio: other }: Process): boolean {
  return feeds(one, other[0]) || feeds(other, one[0]) || one.some((fd) => fd.type === 'unix' && meets(fd, other));
}

/** Into what the other reads from on its descriptor 0. */
function feeds([, output, errors]: Process['stdio'], input: Fd): boolean {
  return joins(input) && (output.object === input.object || errors.object === input.object);
}

/** At the two ends of one socketpair, or both at the same end of one that is open both ways. */
function meets(fd: Fd, others: Process['stdio']): boolean {
  return others.some(({ object }) => object === fd.peer || (object === fd.object && others[0].object === fd.object));
}

function joins({ type }: Fd): boolean {
  return type === 'pipe' || type === 'fifo' || type === 'unix';
}
