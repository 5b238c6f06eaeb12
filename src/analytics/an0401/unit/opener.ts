/**
 * Who opened a session that its holder got ready-made: from above, or from what it was itself before it executed the program that it is.
 * A shell that redirects a child to a socket (`… | openssl enc >&5`) never moves a byte itself, and the one that it forks for
 * `… | openssl enc > /dev/tcp/…` is the tool a moment later.
 *
 * @module
 */
import type { NetSession, ProcessKey } from '../../../event/index.ts';
import type { HostView, Process } from '../../../host/index.ts';
import type { Classify } from './topology.ts';

/** A session, and who was seen to open its socket. */
export interface Opened {
  readonly event: NetSession;
  readonly by: { readonly process: ProcessKey; readonly at: number } | undefined;
}

/** How far up the process is looked for. */
const GENERATIONS = 3;

/** The shell or interpreter that opened the session; undefined when the holder did so as the program that it is, or another kind of program. */
export function openerOf(holder: Process, opened: Opened, host: HostView, classify: Classify): Process | undefined {
  const speaks = (process: Process) => classify(process).kind !== 'other';
  const former = asOf(holder, opened.event.startedAt);
  if (former !== holder && speaks(former)) return former;
  if (!isInherited(holder, opened)) return undefined;
  const { by } = opened;
  const known = by === undefined || by.process === holder.key ? undefined : host.process(by.process);
  if (by !== undefined && known !== undefined) {
    // a program that forks and lets its child go on with the session is the opener, whatever stands above it
    const then = asOf(known, by.at);
    return speaks(then) ? then : undefined;
  }
  return host
    .ancestors(holder.key)
    .slice(1, 1 + GENERATIONS)
    .find(speaks);
}

/** What the process was at a time, as far as that is remembered. */
function asOf(process: Process, time: number): Process {
  let then = process;
  while (then.executedAt > time && then.before !== undefined) then = then.before;
  return then;
}

/** Datagrams that a process sends to where somebody else connected the socket look like a session of its own. */
function isInherited({ key, before }: Process, { event, by }: Opened): boolean {
  if (event.inherited) return true;
  const readyMade = before?.stdio.some(({ type, object }) => type === 'inet' && object === event.socket);
  return event.protocol === 'udp' && (readyMade === true || (by !== undefined && by.process !== key));
}
