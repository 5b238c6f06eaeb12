/**
 * Callbacks of each program to each place: new sessions, and new bursts within a session that lasts, but for SSH. Kept per
 * job, image and remote end, so that a new process for every callback changes nothing.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { NetSession, ProcessKey } from '../../../event/index.ts';
import type { Process } from '../../../host/index.ts';
import { type BeaconScore, scoreBeacon } from '../../../stats/index.ts';
import type { SessionState } from './session-table.ts';

interface Point {
  readonly time: number;
  size: number;
  /** Since the process last moved bytes, to whomever; Infinity where it had not yet. ms */
  readonly pause: number;
}

export interface Cadence {
  readonly score: BeaconScore | undefined;
  readonly callbacks: number;
  /** At the median: how long the process had moved nothing when it called. What works through a list hardly pauses. ms */
  readonly pause: number;
}

interface Series {
  readonly points: Point[];
  /** All there ever were, also those no longer kept. */
  callbacks: number;
  /** Worked out when it is asked for, until something is added: most snapshots of a session add nothing. */
  cadence: Cadence | undefined;
  /** Last activity and bytes of sessions, by socket, so that a snapshot adds to its own burst. */
  readonly bursts: BoundedMap<string, { point: Point; lastAt: number; bytes: number }>;
}

/** Enough for quartiles; older callbacks live on in the count. */
const POINTS = 64;
/** What this side begins after a pause of this length is a new callback, ms; what it only answers is none. */
const BURST_GAP = 900;
const BURSTS = 32;
/** In a session of SSH somebody or a script works: each key and each command is a burst, and none of them calls home. */
const WORKED_IN = 'ssh';
const DNS = 53;

export class CadenceTable {
  readonly #series: BoundedMap<string, Series>;
  /** When each process last moved bytes. */
  readonly #active: BoundedMap<ProcessKey, number>;

  constructor(limit: number) {
    this.#series = new BoundedMap(limit);
    this.#active = new BoundedMap(limit);
  }

  take({ event, application }: Pick<SessionState, 'event' | 'application'>, process: Process): void {
    const series = this.#series.obtain(keyOf(event, process), () => ({
      points: [],
      callbacks: 0,
      cadence: undefined,
      bursts: new BoundedMap(BURSTS),
    }));
    const id = `${event.process} ${event.socket} ${event.startedAt}`;
    const burst = series.bursts.get(id);
    const lastAt = event.tx.lastAt ?? event.startedAt;
    const pause = (begun: number) => begun - (this.#active.get(event.process) ?? Number.NEGATIVE_INFINITY);
    if (burst === undefined) {
      const point = { time: event.startedAt, size: event.tx.bytes, pause: pause(event.startedAt) };
      add(series, point);
      series.bursts.set(id, { point, lastAt, bytes: event.tx.bytes });
      this.#moved(event);
      return;
    }
    const added = event.tx.bytes - burst.bytes;
    if (added <= 0) return;
    series.cadence = undefined;
    const time = begunAt(event, lastAt);
    if (application.name !== WORKED_IN && time - burst.lastAt > BURST_GAP) {
      burst.point = { time, size: added, pause: pause(time) };
      add(series, burst.point);
    } else burst.point.size += added;
    burst.lastAt = lastAt;
    burst.bytes = event.tx.bytes;
    this.#moved(event);
  }

  /** A look-up is part of the call that it is for. */
  #moved(event: NetSession): void {
    if (event.remote.port === DNS) return;
    const at = Math.max(event.tx.lastAt ?? event.startedAt, event.rx.lastAt ?? event.startedAt);
    if (at > (this.#active.get(event.process) ?? Number.NEGATIVE_INFINITY)) this.#active.set(event.process, at);
  }

  of(event: NetSession, process: Process): Cadence {
    const series = this.#series.get(keyOf(event, process));
    if (series === undefined) return { score: undefined, callbacks: 0, pause: Number.POSITIVE_INFINITY };
    series.cadence ??= {
      score: scoreBeacon(series.points),
      callbacks: series.callbacks,
      pause: medianPause(series.points),
    };
    return series.cadence;
  }

  gauges(): Readonly<Record<string, number>> {
    return { cadence_series: this.#series.size, cadence_series_evicted: this.#series.evictions };
  }
}

/** When this side last began to speak; where bursts were not counted, when it last spoke. */
function begunAt({ bursts }: NetSession, lastAt: number): number {
  return bursts === undefined ? lastAt : (bursts.txAt ?? Number.NEGATIVE_INFINITY);
}

function medianPause(points: readonly Point[]): number {
  const sorted = points.map(({ pause }) => pause).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.POSITIVE_INFINITY;
}

function add(series: Series, point: Point): void {
  series.cadence = undefined;
  series.points.push(point);
  series.callbacks++;
  if (series.points.length > POINTS) series.points.shift();
}

function keyOf(event: NetSession, process: Process): string {
  return `${process.lineage} ${process.image.file} ${event.protocol} ${event.remote.address}:${event.remote.port}`;
}
