/**
 * The joined unit of a session: its holder, the shell that it commands with what lies between, and the parent
 * that speaks through it.
 *
 * @module
 */
import type { HostView, Process } from '../../host/index.ts';
import type { CryptoUses } from './crypto-use.ts';
import { classifyProgram, type Program } from './program.ts';
import type { Member, Role } from './subject.ts';
import { driverOf, findTopology, type Topology } from './topology.ts';

export interface Unit {
  readonly members: readonly [Member, ...Member[]];
  readonly topology: Topology | undefined;
}

export function unitOf(holder: Process, host: HostView, uses: CryptoUses): Unit {
  const classify = (process: Process): Program => classifyProgram(process, uses.of(process.key)?.language);
  const member = (process: Process, role: Role): Member => ({
    process,
    role,
    program: classify(process),
    crypto: uses.of(process.key),
  });
  const topology = findTopology(holder, host, classify);
  const self = topology?.shell.key === holder.key ? 'shell' : 'holder';
  const members: [Member, ...Member[]] = [member(holder, self)];
  if (topology !== undefined) {
    if (self === 'holder') members.push(member(topology.shell, 'shell'));
    for (const process of topology.between) members.push(member(process, 'between'));
  } else {
    const driver = driverOf(holder, host);
    if (driver !== undefined) members.push(member(driver, 'driver'));
  }
  return { members, topology };
}
