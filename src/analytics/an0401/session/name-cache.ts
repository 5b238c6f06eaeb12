/**
 * Who may have been told names by a daemon of this host: nscd, systemd-resolved, sssd and avahi are asked through unix sockets,
 * and answer from memory or ask name servers themselves. Which names, is not seen.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { NetSession, ProcessKey } from '../../../event/index.ts';
import { type SessionState, transportOf } from './session-table.ts';

/** DNS, DNS over TLS, multicast DNS. */
const NAME_SERVICES: ReadonlySet<number> = new Set([53, 853, 5353]);
/** Daemons that are remembered of each process. */
const DAEMONS = 16;

export class NameCaches {
  /** Processes that talk to name servers. */
  readonly #askers: BoundedMap<ProcessKey, number>;
  /** Processes at the other end of unix sockets that a process connected to. */
  readonly #daemons: BoundedMap<ProcessKey, Set<ProcessKey>>;

  constructor(limit: number) {
    this.#askers = new BoundedMap(limit);
    this.#daemons = new BoundedMap(limit);
  }

  net(event: NetSession): void {
    if (NAME_SERVICES.has(event.remote.port)) this.#askers.set(event.process, event.time);
  }

  /** Takes the two ends of a session within this host, in either order. */
  local(one: SessionState, other: SessionState): void {
    const { event } = one;
    if (event.protocol !== 'unix' || transportOf(event) !== 'tcp') return;
    if (one.direction === 'out') this.#connected(event.process, other.event.process);
    if (other.direction === 'out') this.#connected(other.event.process, event.process);
  }

  #connected(process: ProcessKey, daemon: ProcessKey): void {
    const daemons = this.#daemons.obtain(process, () => new Set());
    daemons.delete(daemon);
    daemons.add(daemon);
    if (daemons.size > DAEMONS) daemons.delete(daemons.values().next().value as ProcessKey);
  }

  /** Did it connect to one that talks to name servers, before or since? */
  mayHaveTold(process: ProcessKey): boolean {
    for (const daemon of this.#daemons.get(process) ?? []) if (this.#askers.get(daemon) !== undefined) return true;
    return false;
  }

  get evictions(): number {
    return this.#askers.evictions + this.#daemons.evictions;
  }
}
