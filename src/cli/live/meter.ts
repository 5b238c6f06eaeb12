/** Counts what passes, for the live line and the closing one. An observer of the engine. */
import { readFileSync } from 'node:fs';
import type { Event, LossCounters, Status } from '../../event/index.ts';
import type { RunFigures } from './status-line.ts';

/** Losses by which whole records or sessions went missing; the other counters are of details. */
const WHOLE: readonly (keyof LossCounters)[] = ['ring_full', 'file_table_full', 'net_table_full', 'pipe', 'missed'];
const PAGE_BYTES = 4096;

export interface RunSizes {
  readonly processes: number | undefined;
  readonly findings: number;
  readonly faults: number;
}

export class Meter {
  readonly name = 'meter';
  events = 0;
  #status: Status | undefined;
  #lostBefore = 0;
  #sensorPid: number | undefined;
  #lastEvents = 0;
  #lastAt = 0;

  observe(event: Event): void {
    this.events += 1;
    if (event.kind === 'status') {
      this.#status = event;
    } else if (event.kind === 'hello') {
      this.#lostBefore = this.lost;
      this.#status = undefined;
      this.#sensorPid = event.sensorPid;
    } else if (event.kind === 'gap' && event.missing !== undefined) {
      this.#lostBefore += event.missing;
    }
  }

  /** Records and sessions that are known to be missing, over every sensor of this run. */
  get lost(): number {
    const lost = this.#status?.lost;
    return this.#lostBefore + (lost === undefined ? 0 : WHOLE.reduce((sum, reason) => sum + lost[reason], 0));
  }

  /** @param now monotonic, ms */
  figures(now: number, sizes: RunSizes): RunFigures {
    const seconds = (now - this.#lastAt) / 1000;
    const eventsPerSecond = this.#lastAt === 0 || seconds <= 0 ? 0 : (this.events - this.#lastEvents) / seconds;
    this.#lastAt = now;
    this.#lastEvents = this.events;
    return {
      ...sizes,
      eventsPerSecond,
      lost: this.lost,
      fileSessions: this.#status?.fileSessions ?? 0,
      netSessions: this.#status?.netSessions ?? 0,
      engineBytes: process.memoryUsage.rss(),
      sensorBytes: residentBytes(this.#sensorPid),
    };
  }
}

function residentBytes(pid: number | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
  } catch {
    return undefined;
  }
}
