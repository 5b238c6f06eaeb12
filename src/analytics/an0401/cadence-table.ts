/**
 * Callbacks of each program to each place: new sessions, and new bursts within a session that lasts. Kept per
 * job, image and remote end, so that a new process for every callback changes nothing.
 *
 * @module
 */

import { BoundedMap } from '../../bounded/index.ts';
import type { NetSession } from '../../event/index.ts';
import type { Process } from '../../host/index.ts';
import { type BeaconScore, scoreBeacon } from '../../stats/index.ts';

interface Point {
  readonly time: number;
  size: number;
}

interface Series {
  readonly points: Point[];
  /** All there ever were, also those no longer kept. */
  callbacks: number;
  /** Last activity and bytes of sessions, by socket, so that a snapshot adds to its own burst. */
  readonly bursts: BoundedMap<string, { point: Point; lastAt: number; bytes: number }>;
}

/** Enough for quartiles; older callbacks live on in the count. */
const POINTS = 64;
/** A pause of this length starts a new burst, ms. */
const BURST_GAP = 900;
const BURSTS = 32;

export class CadenceTable {
  readonly #series: BoundedMap<string, Series>;

  constructor(limit: number) {
    this.#series = new BoundedMap(limit);
  }

  take(event: NetSession, process: Process): void {
    const series = this.#series.obtain(keyOf(event, process), () => ({
      points: [],
      callbacks: 0,
      bursts: new BoundedMap(BURSTS),
    }));
    const id = `${event.process} ${event.socket} ${event.startedAt}`;
    const burst = series.bursts.get(id);
    const lastAt = event.tx.lastAt ?? event.startedAt;
    if (burst === undefined) {
      const point = { time: event.startedAt, size: event.tx.bytes };
      add(series, point);
      series.bursts.set(id, { point, lastAt, bytes: event.tx.bytes });
      return;
    }
    const added = event.tx.bytes - burst.bytes;
    if (added <= 0) return;
    if (lastAt - burst.lastAt > BURST_GAP) {
      burst.point = { time: lastAt, size: added };
      add(series, burst.point);
    } else burst.point.size += added;
    burst.lastAt = lastAt;
    burst.bytes = event.tx.bytes;
  }

  of(event: NetSession, process: Process): { score: BeaconScore | undefined; callbacks: number } {
    const series = this.#series.get(keyOf(event, process));
    if (series === undefined) return { score: undefined, callbacks: 0 };
    return { score: scoreBeacon(series.points), callbacks: series.callbacks };
  }

  gauges(): Readonly<Record<string, number>> {
    return { cadence_series: this.#series.size, cadence_series_evicted: this.#series.evictions };
  }
}

function add(series: Series, point: Point): void {
  series.points.push(point);
  series.callbacks++;
  if (series.points.length > POINTS) series.points.shift();
}

function keyOf(event: NetSession, process: Process): string {
  return `${process.lineage} ${process.image.file} ${event.protocol} ${event.remote.address}:${event.remote.port}`;
}
