/**
 * Sessions within this host whose two ends were seen, over unix sockets or loopback, and the processes that pass on what one of
 * them is given.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { NetSession, ProcessKey } from '../../../event/index.ts';
import { type Point, pointOf, relayed, type Track } from './relay.ts';
import { type SessionState, SessionTable } from './session-table.ts';

/** One process's end of a session within this host. */
export interface LocalEnd {
  readonly state: SessionState;
  readonly track: { readonly startedAt: number; first: Track['first']; readonly points: Point[] };
  /** The relay's session that it was found to lead to. */
  via: SessionState | undefined;
}

/** Snapshots that are kept of each session. */
const POINTS = 16;
const ENDS_PER_PROCESS = 32;

export class RelayTable {
  readonly #sessions: SessionTable;
  readonly #ends: BoundedMap<string, LocalEnd>;
  readonly #byProcess: BoundedMap<ProcessKey, Set<string>>;
  /** Sessions over the network of processes that have such ends. */
  readonly #far: BoundedMap<string, LocalEnd['track']>;

  constructor(limit: number) {
    this.#sessions = new SessionTable(limit);
    this.#ends = new BoundedMap(limit);
    this.#byProcess = new BoundedMap(limit);
    this.#far = new BoundedMap(limit);
  }

  /** Takes a snapshot of a session within this host; undefined when it is older than what is known. */
  take(event: NetSession): LocalEnd | undefined {
    const state = this.#sessions.take(event);
    if (state === undefined) return undefined;
    const id = idOf(event);
    const known = this.#ends.get(id);
    const end = known?.state === state ? known : { state, track: newTrack(event), via: undefined };
    if (end !== known) this.#ends.set(id, end);
    addPoint(end.track, event);
    const mine = this.#byProcess.obtain(event.process, () => new Set());
    mine.delete(id);
    mine.add(id);
    if (mine.size > ENDS_PER_PROCESS) mine.delete(mine.values().next().value as string);
    return end;
  }

  /** The end at the other side, when another process was seen to use it. */
  other(end: LocalEnd): LocalEnd | undefined {
    const peer = peerOf(end.state.event);
    const other = peer === undefined ? undefined : this.#ends.get(peer);
    return other?.state.event.process === end.state.event.process ? undefined : other;
  }

  /** The other ends of a process's sessions within this host. */
  users(process: ProcessKey): readonly LocalEnd[] {
    const found: LocalEnd[] = [];
    for (const id of this.#byProcess.get(process) ?? []) {
      const mine = this.#ends.get(id);
      const other = mine === undefined ? undefined : this.other(mine);
      if (other !== undefined) found.push(other);
    }
    return found;
  }

  /** Whether what goes into this end goes out by that session; once it was found to, it does. */
  leads(end: LocalEnd, far: SessionState): boolean {
    const id = `${far.event.process} ${far.event.socket} ${far.event.startedAt}`;
    const track = this.#far.obtain(id, () => newTrack(far.event));
    addPoint(track, far.event);
    if (end.via === undefined && this.#shows(end, track)) end.via = far;
    return end.via === far;
  }

  /** In what the user said, or in what the relay heard: sessions of one process are told at the same moments. */
  #shows(end: LocalEnd, far: Track): boolean {
    if (relayed(end.track, far) !== undefined) return true;
    const heard = this.other(end);
    return heard !== undefined && relayed(mirrored(heard.track), far) !== undefined;
  }

  gauges(): Readonly<Record<string, number>> {
    return { local_sessions: this.#ends.size, local_sessions_evicted: this.#ends.evictions };
  }
}

/** Does it stay within this host? */
export function isWithinHost({ protocol, local, remote }: NetSession): boolean {
  if (protocol === 'unix') return true;
  return protocol === 'tcp' && (remote.address === local.address || /^(?:127\.|::1$)/.test(remote.address));
}

/** A unix socket has a key of its own; the ends of a TCP session have the same two places, the other way round. */
function idOf({ protocol, socket, netNamespace, local, remote }: NetSession): string {
  return protocol === 'unix' ? socket : `${netNamespace} ${place(local)} ${place(remote)}`;
}

function peerOf({ protocol, unix, netNamespace, local, remote }: NetSession): string | undefined {
  return protocol === 'unix' ? unix?.socket : `${netNamespace} ${place(remote)} ${place(local)}`;
}

const place = ({ address, port }: NetSession['local']) => `${address} ${port}`;

function newTrack(event: NetSession): LocalEnd['track'] {
  return { startedAt: event.startedAt, first: { tx: event.tx.first, rx: event.rx.first }, points: [] };
}

function addPoint(track: LocalEnd['track'], event: NetSession): void {
  track.first = { tx: event.tx.first, rx: event.rx.first };
  const last = track.points.at(-1);
  if (last !== undefined && last.tx === event.tx.bytes && last.rx === event.rx.bytes) return;
  track.points.push(pointOf(event));
  if (track.points.length > POINTS) track.points.shift();
}

function mirrored({ startedAt, first, points }: Track): Track {
  return {
    startedAt,
    first: { tx: first.rx, rx: first.tx },
    points: points.map(({ tx, rx, txAt, rxAt }) => ({ tx: rx, rx: tx, txAt: rxAt, rxAt: txAt })),
  };
}
