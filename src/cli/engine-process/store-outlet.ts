/** The store as an outlet and observer of the engine: findings, and what the run went through. */
import type { Observer, Outlet } from '../../engine/index.ts';
import type { Event } from '../../event/index.ts';
import type { Told } from '../../incident/index.ts';
import type { Settings } from '../../settings/index.ts';
import { openStore, type Store } from '../../store/index.ts';
import { version } from '../version.ts';
import { worthTelling } from './rarely.ts';

/** Least event time between two notes of progress, ms. */
const PROGRESS_MS = 10_000;

export class StoreOutlet implements Outlet, Observer {
  readonly name: string;
  readonly #store: Store;
  #host = '';
  #events = 0;
  #gaps = 0;
  #toldAt = 0;

  /** @throws StoreError; a full disk or a locked database is counted and told of instead */
  constructor(directory: string, settings: Settings, notice: (line: string) => void) {
    this.name = `store:${directory}`;
    let count = 0;
    this.#store = openStore(directory, {
      retention: { maxAgeMs: settings.retention.age, maxBytes: settings.retention.mebibytes * 1_048_576 },
      onFault: (code, message) => {
        count += 1;
        if (worthTelling(count))
          notice(`fault: store: ${message} (${code}, ${count} so far); findings still go to the other outputs`);
      },
    });
    this.#store.beginRun({ startedAt: Date.now(), version: version(), mode: settings.respond });
  }

  take({ finding, summary }: Told): void {
    this.#store.saveFinding(finding, summary);
  }

  observe(event: Event): void {
    this.#events += 1;
    if (event.kind === 'hello') this.#host = event.hostname;
    else if (event.kind === 'gap') this.#gaps += 1;
    else if (event.kind === 'status' && event.time - this.#toldAt >= PROGRESS_MS) {
      this.#toldAt = event.time;
      const { time, lost } = event;
      this.#store.saveProgress({ time, host: this.#host, events: this.#events, gaps: this.#gaps, lost: { ...lost } });
    }
  }

  /** A part of the engine failed. */
  fault(part: string, message: string, count: number): void {
    this.#store.saveFault({ source: part, code: 'failed', count, time: Date.now(), message });
  }

  faults(): number {
    const { errors, dropped } = this.#store.faults();
    return Object.values(errors).reduce((a, b) => a + b, dropped);
  }

  close(): void {
    this.#store.endRun({ time: Date.now(), reason: 'end of the stream' });
    this.#store.close();
  }
}
