/**
 * Who was started by a program that serves the network. A server that was taken over starts shells and code of its guest's;
 * one that was set up to starts scripts that last (CGI).
 *
 * @module
 */
import type { HostView, Process } from '../../../host/index.ts';
import type { Member } from '../case/subject.ts';
import { inTemporaryPlace } from '../program/temporary-place.ts';
import type { SessionTable } from '../session/session-table.ts';

/** What is known of who accepts sessions. */
export type Servers = Pick<SessionTable, 'serves' | 'logsIn'>;

/** How far up the server may stand. */
const GENERATIONS = 4;
/** By nats. */
const TAKEN_OVER = 1.5;
const SET_UP = 0.5;

/** The nearest server that started a process; not one that lets people in by ssh, since starting things for them is what it is for. */
export function serverAbove(process: Process, host: HostView, { serves, logsIn }: Servers): Process | undefined {
  const above = host.ancestors(process.key).slice(1, 1 + GENERATIONS);
  const server = above.find(({ key }) => serves(key));
  // the process that the login belongs to may be forked from the one that heard the first bytes
  const letsIn = above.some(({ key, image }) => image.file === server?.image.file && logsIn(key));
  return letsIn ? undefined : server;
}

/** How much more unexpected a server's child is for that, in nats. */
export function weighChild({ process, program: { kind, code } }: Member): number {
  if (kind !== 'interpreter') return TAKEN_OVER;
  const lasts = code?.from === 'module' || (code?.from === 'script' && !inTemporaryPlace(code.path, process.cwd));
  return lasts ? SET_UP : TAKEN_OVER;
}
