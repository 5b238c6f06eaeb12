/**
 * Who has talked to whom since the stream began: program and remote address.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { NetSession } from '../../../event/index.ts';

export class DestinationTable {
  readonly #first: BoundedMap<string, string>;
  #since: number | undefined;

  constructor(limit: number) {
    this.#first = new BoundedMap(limit);
  }

  /** Every event moves the time for which this host has been watched. */
  begin(time: number): void {
    this.#since ??= time;
  }

  /** How long this host has been watched, ms. */
  watched(time: number): number {
    return time - (this.#since ?? time);
  }

  /** First session of this program to this address? The session that was first stays so. */
  of(event: NetSession, program: string): { firstSeen: boolean; watched: number } {
    const session = `${event.process} ${event.socket} ${event.startedAt}`;
    const first = this.#first.obtain(`${program} ${event.remote.address}`, () => session);
    return { firstSeen: first === session, watched: this.watched(event.startedAt) };
  }

  gauges(): Readonly<Record<string, number>> {
    return { destinations: this.#first.size, destinations_evicted: this.#first.evictions };
  }
}
