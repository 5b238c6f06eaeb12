/**
 * Which names were looked up on this host: DNS questions in clear, and processes that opened the resolver's
 * files. Tells a session to a named server from one to a bare address with a made-up name.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { FileSession, ProcessKey } from '../../../event/index.ts';
import type { HostView, Process } from '../../../host/index.ts';
import { NameCaches } from './name-cache.ts';
import { sameProgram } from './same-program.ts';
import type { SessionState } from './session-table.ts';

/** `unobservable`: lookups have not been seen to be visible here (a caching daemon, an encrypted resolver, no file events). */
export type Lookup = 'asked' | 'resolver used' | 'none' | 'unobservable';

export class NameLookups {
  readonly #names: BoundedMap<string, number>;
  readonly #resolvers: BoundedMap<ProcessKey, number>;
  readonly #caches: NameCaches;
  #resolverFilesVisible = false;

  constructor(limit: number) {
    this.#names = new BoundedMap(limit);
    this.#resolvers = new BoundedMap(limit);
    this.#caches = new NameCaches(limit);
  }

  /** Resolvers read /etc/hosts or /etc/resolv.conf before any name, and not for a numeric address. */
  file(event: FileSession, host: HostView): void {
    if (event.name !== 'hosts' && event.name !== 'resolv.conf') return;
    if (event.readBytes === 0) return;
    // a container has its own, which lie elsewhere on the host: they say that it looks names up, not that all do
    this.#resolvers.set(event.process, event.time);
    const directory = host.directory(event.place);
    if (directory === undefined || /^\/(?:etc|run)(?:\/|$)/.test(directory)) this.#resolverFilesVisible = true;
  }

  net({ event, application }: SessionState): void {
    this.#caches.net(event);
    if (event.remote.port !== 53 && event.remote.port !== 5353) return;
    this.#resolvers.set(event.process, event.time);
    const { question } = application;
    if (question !== undefined) this.#names.set(question, event.time);
  }

  /** The two ends of a session within this host. */
  local(one: SessionState, other: SessionState): void {
    this.#caches.local(one, other);
  }

  /**
   * What is known of how a process came to the server that it names, or to its bare address.
   * What it was forked from, as the same program, may have looked the name up for it.
   */
  of(process: Process, name: string | undefined, host: HostView): Lookup {
    if (name !== undefined && this.#names.get(name.toLowerCase()) !== undefined) return 'asked';
    const same = sameProgram(process, host);
    if (same.some(({ key }) => this.#resolvers.get(key) !== undefined)) return 'resolver used';
    if (same.some(({ key }) => this.#caches.mayHaveTold(key))) return 'unobservable';
    const earlier = same.some(({ fromSnapshot }) => fromSnapshot);
    return this.#resolverFilesVisible && !earlier ? 'none' : 'unobservable';
  }

  gauges(): Readonly<Record<string, number>> {
    const evicted = this.#names.evictions + this.#resolvers.evictions + this.#caches.evictions;
    return { names: this.#names.size, names_evicted: evicted };
  }
}
