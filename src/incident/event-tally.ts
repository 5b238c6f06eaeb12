/**
 * Counts events per process as they pass, so that a finding can say what lies behind it although
 * nobody knew beforehand which process would matter. Once a case has adopted a process, the
 * process's events go on into the case.
 */

import { BoundedMap } from '../bounded/index.ts';
import type { Event, ProcessKey } from '../event/index.ts';
import { type EventSeed, seedOf } from './event-seed.ts';
import { FirstAndLatest } from './first-and-latest.ts';

/** Processes whose counts are held; the least recently active half goes first. */
const PROCESS_LIMIT = 8_192;
/** Seeds held per process that no case has adopted: its first and its latest. */
const SEEDS_PER_PROCESS = { first: 4, latest: 6 };

/** Whatever collects events: a process on its own, or a case. */
export interface EventCollector {
  readonly counts: Map<string, number>;
  readonly seeds: FirstAndLatest<EventSeed>;
}

/** The events of one process so far, and the cases that want to hear of further ones. */
export interface ProcessTally extends EventCollector {
  readonly listeners: Set<EventCollector>;
}

export class EventTally {
  readonly #processes = new BoundedMap<ProcessKey, ProcessTally>(PROCESS_LIMIT);

  observe(event: Event): void {
    if (!('process' in event)) return;
    const tally = this.#tallyOf(event.process);
    const seed = seedOf(event);
    collect(tally, event.kind, seed);
    for (const listener of tally.listeners) collect(listener, event.kind, seed);
  }

  of(process: ProcessKey): ProcessTally | undefined {
    return this.#processes.get(process);
  }

  gauges(): Readonly<Record<string, number>> {
    return { tallied_processes: this.#processes.size, tallied_processes_evicted: this.#processes.evictions };
  }

  #tallyOf(process: ProcessKey): ProcessTally {
    const known = this.#processes.get(process);
    if (known !== undefined) return known;
    const fresh: ProcessTally = {
      counts: new Map(),
      seeds: new FirstAndLatest(SEEDS_PER_PROCESS.first, SEEDS_PER_PROCESS.latest),
      listeners: new Set(),
    };
    this.#processes.set(process, fresh);
    return fresh;
  }
}

/** Adds one collector's events to another. */
export function pour(from: EventCollector, into: EventCollector): void {
  for (const [kind, count] of from.counts) into.counts.set(kind, (into.counts.get(kind) ?? 0) + count);
  for (const seed of from.seeds.items()) into.seeds.add(seed);
  into.seeds.countOmitted(from.seeds.omitted);
}

function collect(into: EventCollector, kind: string, seed: EventSeed | undefined): void {
  into.counts.set(kind, (into.counts.get(kind) ?? 0) + 1);
  if (seed !== undefined) into.seeds.add(seed);
}
