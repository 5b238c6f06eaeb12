/**
 * The joined unit of a session: its holder, the shell that it commands with what lies between, and the parent
 * that speaks through it.
 *
 * @module
 */
import type { ProcessKey } from '../../../event/index.ts';
import { type HostView, joins, type Process } from '../../../host/index.ts';
import type { Member, Role } from '../case/subject.ts';
import { asLoaded } from '../program/as-loaded.ts';
import type { CryptoUses } from '../program/crypto-use.ts';
import { classifyProgram, type Program } from '../program/program.ts';
import { driverOf } from './driver.ts';
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

/** How far up the process is looked for that opened a session which the holder got ready-made. */
const GENERATIONS = 3;

/**
 * @param inherited the holder did not open the session itself, but `by` did, where that was seen.
 */
export function unitOf(
  holder: Process,
  host: HostView,
  uses: CryptoUses,
  inherited: { readonly by: ProcessKey | undefined } | undefined,
  { talks, socket }: Pick<Asked, 'talks' | 'socket'>,
): Unit {
  const classify = (process: Process): Program => classifyProgram(asLoaded(process), uses.of(process.key)?.language);
  const member = (process: Process, role: Role): Member => ({
    process: asLoaded(process),
    role,
    program: classify(process),
    crypto: uses.of(process.key),
  });
  const topology = findTopology(holder, host, { classify, talks, socket });
  const self = topology?.shell.key === holder.key ? 'shell' : 'holder';
  const members: [Member, ...Member[]] = [member(holder, self)];
  if (topology !== undefined) {
    if (self === 'holder') members.push(member(topology.shell, 'shell'));
    const others = [...topology.inner, ...topology.between].filter(({ key }) => key !== holder.key);
    for (const process of new Set(others)) members.push(member(process, 'between'));
  } else {
    const driver = driverOf(holder, host);
    if (driver !== undefined) members.push(member(driver, 'driver'));
    const opener = inherited === undefined ? undefined : openerOf(holder, inherited.by, host, classify);
    if (opener !== undefined && opener.key !== driver?.key) members.push(member(opener, 'opener'));
  }
  return { members, topology };
}

/**
 * Who opened a session that its holder inherited: the nearest shell or interpreter above it. A shell that redirects
 * a child to a socket (`… | openssl enc >&5`) never moves a byte itself.
 */
function openerOf(
  holder: Process,
  by: ProcessKey | undefined,
  host: HostView,
  classify: (process: Process) => Program,
): Process | undefined {
  const known = by === undefined ? undefined : host.process(by);
  // a program that forks and lets its child go on with the session is the opener, whatever stands above it
  if (known !== undefined) return classify(known).kind === 'other' ? undefined : known;
  return host
    .ancestors(holder.key)
    .slice(1, 1 + GENERATIONS)
    .find((ancestor) => classify(ancestor).kind !== 'other');
}
