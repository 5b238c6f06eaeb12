/**
 * The joined unit of a session: its holder, the shell that it commands with what lies between, and the parent
 * that speaks through it.
 *
 * @module
 */
import { type HostView, joins, type Process } from '../../../host/index.ts';
import type { Member, Role } from '../case/subject.ts';
import { asLoaded } from '../program/as-loaded.ts';
import type { CryptoUse, CryptoUses } from '../program/crypto-use.ts';
import { classifyProgram, type Program } from '../program/program.ts';
import { driverOf, terminalDriverOf } from './driver.ts';
import { type Opened, openerOf } from './opener.ts';
import { partnerOf } from './partner.ts';
import { type Asked, findTopology, type Topology } from './topology.ts';

export interface Unit {
  readonly members: readonly [Member, ...Member[]];
  readonly topology: Topology | undefined;
}

/** Could anybody tell it what to do on its standard input? Asked often, and answered at once. */
export function isTold({ stdio: [input] }: Process): boolean {
  return input.type === 'inet' || joins(input);
}

/** A shell has the session for its input and output, itself or through pipes; not merely one that the holder drives. */
export function isCommanded({ topology }: Unit): boolean {
  return topology?.kind === 'socket' || topology?.kind === 'loop';
}

/** What of its other sessions a unit is known by. */
interface Others {
  readonly talks: Asked['talks'];
  /** The holder talks to nobody else, and serves nobody. */
  readonly alone: () => boolean;
}

export function unitOf(holder: Process, host: HostView, uses: CryptoUses, opened: Opened, others: Others): Unit {
  // of what a process was before it executed another program nothing is remembered
  const useOf = (process: Process): CryptoUse | undefined =>
    host.process(process.key)?.executedAt === process.executedAt ? uses.of(process.key) : undefined;
  const classify = (process: Process): Program => classifyProgram(asLoaded(process), useOf(process)?.language);
  const member = (process: Process, role: Role): Member => ({
    process: asLoaded(process),
    role,
    program: classify(process),
    crypto: useOf(process),
  });
  const topology = findTopology(holder, host, { classify, talks: others.talks, socket: opened.event.socket });
  const self = topology?.shell.key === holder.key ? 'shell' : 'holder';
  const members: [Member, ...Member[]] = [member(holder, self)];
  if (topology !== undefined) {
    if (self === 'holder') members.push(member(topology.shell, 'shell'));
    const near = [...topology.inner, ...topology.between].filter(({ key }) => key !== holder.key);
    for (const process of new Set(near)) members.push(member(process, 'between'));
  } else {
    const driver = driverOf(holder, host) ?? terminalDriverOf(holder, host, classify);
    if (driver !== undefined) members.push(member(driver, 'driver'));
    const opener = openerOf(holder, opened, host, classify);
    if (opener !== undefined && opener.key !== driver?.key) members.push(member(opener, 'opener'));
    const partner = others.alone() ? partnerOf(holder, host, classify) : undefined;
    if (partner !== undefined) members.push(member(partner, 'partner'));
  }
  return { members, topology };
}
