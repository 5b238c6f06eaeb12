/** Times one part of the engine over a stream of events, event by event. */
import type { Event, EventKind } from '../../src/event/index.ts';

/** µs per event */
export interface Cost {
  readonly events: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  /** Events of one core's second at the mean. */
  readonly perSecond: number;
}

export interface Measured {
  readonly all: Cost;
  readonly byKind: Readonly<Partial<Record<EventKind, Cost>>>;
}

/** Prepares a fresh round; what it returns is called with every event, and only `timed` is on the clock. */
export type Part = () => { readonly untimed?: (event: Event) => void; readonly timed: (event: Event) => unknown };

/**
 * Rounds are run one after another on fresh state; the fastest by mean counts, so that a neighbour's load and
 * the compiler's warming up do not. The clock's own cost is taken off.
 */
export function measure(events: readonly Event[], part: Part, rounds: number): Measured {
  let best: Float64Array | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const times = oneRound(events, part);
    const sum = times.reduce((total, time) => total + time, 0);
    if (sum >= least) continue;
    least = sum;
    best = times;
  }
  if (best === undefined) throw new Error('no rounds were run');
  return summarise(events, best);
}

/** The whole loop on one clock reading: what `measure` misses of caches and garbage collection is in here. */
export function perSecond(events: readonly Event[], part: Part, rounds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const { untimed, timed } = part();
    const from = performance.now();
    for (const event of events) {
      untimed?.(event);
      timed(event);
    }
    least = Math.min(least, performance.now() - from);
  }
  return (events.length / least) * 1000;
}

function oneRound(events: readonly Event[], part: Part): Float64Array {
  const times = new Float64Array(events.length);
  const { untimed, timed } = part();
  const clock = clockCost();
  for (let i = 0; i < events.length; i += 1) {
    const event = events[i] as Event;
    untimed?.(event);
    const from = performance.now();
    timed(event);
    times[i] = Math.max((performance.now() - from) * 1000 - clock, 0);
  }
  return times;
}

/** Median of what two readings of the clock cost, µs. */
function clockCost(): number {
  const costs = Float64Array.from({ length: 2001 }, () => {
    const from = performance.now();
    return (performance.now() - from) * 1000;
  });
  return costs.sort()[1000] ?? 0;
}

function summarise(events: readonly Event[], times: Float64Array): Measured {
  const kinds = new Map<EventKind, number[]>();
  events.forEach((event, i) => {
    const known = kinds.get(event.kind);
    if (known === undefined) kinds.set(event.kind, [times[i] ?? 0]);
    else known.push(times[i] ?? 0);
  });
  const byKind = Object.fromEntries([...kinds].map(([kind, costs]) => [kind, costOf(Float64Array.from(costs))]));
  return { all: costOf(times), byKind };
}

function costOf(times: Float64Array): Cost {
  const sorted = times.toSorted();
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  const mean = sorted.reduce((sum, time) => sum + time, 0) / Math.max(sorted.length, 1);
  return { events: sorted.length, mean, median: at(0.5), p95: at(0.95), p99: at(0.99), perSecond: 1e6 / mean };
}
