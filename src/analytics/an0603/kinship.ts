/**
 * Whether two processes can be taken for parts of one doing: the same job, login, terminal or service.
 *
 * @module
 */
import type { ProcessKey } from '../../event/index.ts';
import type { HostView, Process } from '../../host/index.ts';
import type { Deed } from './file-table.ts';

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

/** Whether one hands data to the other through a pipe, fifo or socketpair. */
export function piped(host: HostView, from: ProcessKey, to: ProcessKey): boolean {
  return host.joined(to).some((other) => other.key === from);
}
