/** Counts what passes, for the live line and the closing one. An observer and an outlet of the engine. */
import { readFileSync } from 'node:fs';
import type { Event, LossCounters, ProcessKey, Status } from '../../event/index.ts';
import type { Finding, Told } from '../../incident/index.ts';
import type { RunFigures } from './status-line.ts';

/** Losses by which whole records or sessions went missing; the other counters are of details. */
const WHOLE: readonly (keyof LossCounters)[] = ['ring_full', 'file_table_full', 'net_table_full', 'pipe', 'missed'];
/** Processes that are counted one by one; a host with more shows this many. */
const LIVING_LIMIT = 65_536;
/** Findings whose severity is remembered. */
const FINDINGS_LIMIT = 8_192;

export interface RunSizes {
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
  readonly #living = new Set<ProcessKey>();
  readonly #severities = new Map<string, Finding['severity']>();

  /** Remembers how severe each finding is now. */
  take({ finding }: Pick<Told, 'finding'>): void {
    if (this.#severities.size < FINDINGS_LIMIT || this.#severities.has(finding.uid)) {
      this.#severities.set(finding.uid, finding.severity);
    }
  }

  observe(event: Event): void {
    this.events += 1;
    if (event.kind === 'process_start' || event.kind === 'process_fork') {
      if (this.#living.size < LIVING_LIMIT) this.#living.add(event.process);
    } else if (event.kind === 'process_end') {
      this.#living.delete(event.process);
    } else if (event.kind === 'status') {
      this.#status = event;
    } else if (event.kind === 'hello') {
      this.#lostBefore = this.lost;
      this.#status = undefined;
      this.#living.clear();
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
      severities: [...this.#severities.values()],
      processes: this.#living.size,
      eventsPerSecond,
      lost: this.lost,
      fileSessions: this.#status?.fileSessions ?? 0,
      netSessions: this.#status?.netSessions ?? 0,
      engineBytes: anonymousBytes('self'),
      sensorBytes: anonymousBytes(this.#sensorPid),
    };
  }
}

/** Memory of its own, without files and the ring buffer, which count twice. */
function anonymousBytes(pid: number | 'self' | undefined): number | undefined {
  if (pid === undefined) return undefined;
  try {
    const kibibytes = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
