/**
 * Sessions that live or lived lately, and what their snapshots say together: the protocol, and what came after the
 * handshake.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { NetSession, ProcessKey } from '../../../event/index.ts';
import { type Application, nameApplication } from '../../../stats/index.ts';
import { hasSaidMore } from './handshake.ts';
import { type Moment, pushMoment } from './moments.ts';

export interface SessionState {
  /** Latest snapshot. */
  event: NetSession;
  application: Application;
  direction: 'out' | 'in' | 'guessed out' | 'unknown';
  /** Counters when the handshake was over, or at the first snapshot with bytes both ways where there is none. */
  base: { readonly tx: number; readonly rx: number; readonly turns: number } | undefined;
  /** Bytes that came in for the handshake, or 0 where there is none; undefined while it lasts. */
  handshake: number | undefined;
  /** What the latest snapshots said of the order of things. */
  readonly moments: Moment[];
  /** Case that it belongs to. */
  caseKey: string | undefined;
}

/** A TLS handshake takes two round trips at most before data flows. */
const HANDSHAKE_TURNS = 3;
/** Linux hands out local ports from 32768 (ip_local_port_range). */
const EPHEMERAL_PORT = 32_768;

/** Who opened a socket, when, and its direction as that process saw it. */
interface Opener {
  readonly direction: 'out' | 'in';
  readonly process: ProcessKey;
  readonly at: number;
}

export class SessionTable {
  readonly #sessions: BoundedMap<string, SessionState>;
  readonly #byProcess: BoundedMap<ProcessKey, Set<string>>;
  /** Processes that accepted a session: they serve; and what was spoken in the latest whose protocol is known. */
  readonly #servers: BoundedMap<ProcessKey, string>;
  /** By socket; an inherited session has none of its own. */
  readonly #openers: BoundedMap<string, Opener>;

  constructor(limit: number) {
    this.#sessions = new BoundedMap(limit);
    this.#byProcess = new BoundedMap(limit);
    this.#servers = new BoundedMap(limit);
    this.#openers = new BoundedMap(limit);
  }

  /** Takes a snapshot; undefined when it is older than what is known (late or duplicated). */
  take(event: NetSession): SessionState | undefined {
    const key = `${event.process} ${event.socket} ${event.remote.address}:${event.remote.port}`;
    const known = this.#sessions.get(key);
    if (known !== undefined && event.startedAt === known.event.startedAt && stale(event, known.event)) return undefined;
    this.#noteOpener(event);
    const direction = this.#direction(event);
    const state = known !== undefined && event.startedAt === known.event.startedAt ? known : fresh(event);
    update(state, event, direction);
    if (direction === 'in') this.#serve(event.process, state.application.name);
    if (state !== known) this.#sessions.set(key, state);
    this.#remember(event.process, key);
    return state;
  }

  /** A datagram socket that was handed on looks as if each who sends by it had opened it: the first one did. */
  #noteOpener({ direction, process, startedAt: at, socket, inherited }: NetSession): void {
    if (direction === 'unknown' || inherited) return;
    const known = this.#openers.get(socket);
    if (known === undefined || known.process === process || at < known.at)
      this.#openers.set(socket, { direction, process, at });
  }

  #remember(process: ProcessKey, key: string): void {
    const keys = this.#byProcess.obtain(process, () => new Set());
    keys.delete(key);
    keys.add(key);
    if (keys.size > SESSIONS_PER_PROCESS) keys.delete(keys.values().next().value as string);
  }

  #serve(process: ProcessKey, spoken: string): void {
    const known = spoken === 'none' ? this.#servers.get(process) : undefined;
    this.#servers.set(process, known ?? spoken);
  }

  #direction(event: NetSession): SessionState['direction'] {
    const direction = event.direction === 'unknown' ? this.#openers.get(event.socket)?.direction : event.direction;
    if (direction !== undefined) return direction;
    const ephemeral = event.local.port >= EPHEMERAL_PORT && event.remote.port < EPHEMERAL_PORT;
    return ephemeral && event.remote.port !== 0 ? 'guessed out' : 'unknown';
  }

  /** Outbound sessions of a process that were not over at the last word, oldest first; at most 32. */
  outbound(process: ProcessKey): readonly SessionState[] {
    const found: SessionState[] = [];
    for (const key of this.#byProcess.get(process) ?? []) {
      const state = this.#sessions.get(key);
      if (state !== undefined && !state.event.last && isOutbound(state)) found.push(state);
    }
    return found;
  }

  /** Has this process opened a session to that place, over by now or not? */
  talked(process: ProcessKey, remote: NetSession['remote']): boolean {
    return this.#to(process, remote).length > 0;
  }

  /** Other sessions that the process of one opened to the same place, over by now or not. */
  others({ event: { process, remote, socket } }: SessionState): readonly SessionState[] {
    return this.#to(process, remote).filter((state) => state.event.socket !== socket);
  }

  #to(process: ProcessKey, { address, port }: NetSession['remote']): readonly SessionState[] {
    const found: SessionState[] = [];
    for (const key of this.#byProcess.get(process) ?? []) {
      const state = this.#sessions.get(key);
      if (state === undefined || !isOutbound(state)) continue;
      const { remote } = state.event;
      if (remote.address === address && remote.port === port) found.push(state);
    }
    return found;
  }

  /** Has this process a session to another place, too? */
  talksElsewhere(process: ProcessKey, { address }: NetSession['remote']): boolean {
    return this.outbound(process).some(({ event: { remote } }) => remote.address !== address);
  }

  /** Who opened the socket of a session that another process has. */
  opener(socket: string): Opener | undefined {
    return this.#openers.get(socket);
  }

  /** Has this process accepted sessions? */
  serves(process: ProcessKey): boolean {
    return this.#servers.get(process) !== undefined;
  }

  /** Has this process accepted sessions by ssh, which lets nobody in whom it does not know? */
  logsIn(process: ProcessKey): boolean {
    return this.#servers.get(process) === 'ssh';
  }

  gauges(): Readonly<Record<string, number>> {
    return { sessions: this.#sessions.size, sessions_evicted: this.#sessions.evictions };
  }
}

const SESSIONS_PER_PROCESS = 32;

export function isOutbound(state: SessionState): boolean {
  return state.direction === 'out' || state.direction === 'guessed out';
}

/** By whose rules the first bytes are read: what comes in messages is read as datagrams are. */
export function transportOf({ protocol, socketType }: NetSession): 'tcp' | 'udp' {
  return protocol === 'tcp' || (protocol === 'unix' && socketType === 'stream') ? 'tcp' : 'udp';
}

function stale(event: NetSession, known: NetSession): boolean {
  return (
    event.snapshots < known.snapshots || (event.snapshots === known.snapshots && event.time <= known.time) || known.last
  );
}

/** Over TLS: what came in last came after more than ends a handshake. */
function isAnswered({ application, event: { tx, rx } }: SessionState): boolean {
  return application.name === 'tls' && hasSaidMore(tx) && (rx.lastAt ?? 0) > (tx.lastAt ?? 0);
}

function fresh(event: NetSession): SessionState {
  return {
    event,
    application: { name: 'none' },
    direction: 'unknown',
    base: undefined,
    handshake: undefined,
    moments: [],
    caseKey: undefined,
  };
}

function update(state: SessionState, event: NetSession, direction: SessionState['direction']): void {
  const before = state.event;
  const sameBytes =
    state.application.name !== 'none' &&
    before.tx.first.length === event.tx.first.length &&
    before.rx.first.length === event.rx.first.length;
  state.event = event;
  state.direction = direction;
  if (direction !== 'in') pushMoment(state.moments, event);
  if (!sameBytes) {
    const mine = direction === 'in' ? event.rx.first : event.tx.first;
    const theirs = direction === 'in' ? event.tx.first : event.rx.first;
    const accepted = direction === 'in';
    state.application = nameApplication({ transport: transportOf(event), client: mine, server: theirs, accepted });
  }
  const handshake = state.application.name === 'tls' || state.application.name === 'ssh';
  if (
    state.base === undefined &&
    event.tx.bytes > 0 &&
    event.rx.bytes > 0 &&
    (!handshake || event.turns >= HANDSHAKE_TURNS)
  ) {
    state.base = handshake
      ? { tx: event.tx.bytes, rx: event.rx.bytes, turns: event.turns }
      : { tx: 0, rx: 0, turns: 0 };
    // the first snapshot may come when a request has been answered
    state.handshake = Math.max(0, state.base.rx - Number(isAnswered(state)));
  }
}
