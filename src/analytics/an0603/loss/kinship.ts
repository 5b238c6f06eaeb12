/**
 * Whether two processes can be taken for parts of one doing: the same job, login, terminal or service.
 *
 * @module
 */
import type { ProcessKey } from '../../../event/index.ts';
import { flows, type HostView, joins, type Process } from '../../../host/index.ts';
import type { Deed } from '../file/deed.ts';

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
  return host.joined(key).flatMap((other) => (flows(process, other) || flows(other, process) ? [other.key] : []));
}
