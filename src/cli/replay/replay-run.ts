/** One replay: its outputs, its engine, its progress. No store is touched and no privilege is needed. */
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { assemble, type Engine, type Outlet } from '../../engine/index.ts';
import { hostFiles, hostOwnership, noOwnership, noUserNames, passwdNames } from '../../host/index.ts';
import type { Settings } from '../../settings/index.ts';
import type { Sink } from '../../sink/index.ts';
import type { RecordingSource } from '../../source/index.ts';
import { StreamNotices } from '../engine-process/notices.ts';
import { cardOutlet, openSink, outputPath } from '../engine-process/outputs.ts';
import { worthTelling } from '../engine-process/rarely.ts';
import { Terminal } from '../live/terminal.ts';

/** How long the end may wait for a slow output, ms. */
const CLOSE_MS = 60_000;
/** Between two redraws of the progress, ms. */
const REDRAW_MS = 500;

export class ReplayRun {
  readonly #terminal = new Terminal();
  readonly #engine: Engine;
  readonly #sink: Sink | undefined;
  readonly #begun = performance.now();
  #events = 0;
  #drawnAt = 0;
  #backlog = false;

  /** @throws SinkError */
  constructor(settings: Settings, recordings: readonly RecordingSource[]) {
    const path = outputPath(settings.output, process.stdout.isTTY);
    const notice = (line: string) => this.#terminal.notice(line);
    this.#sink = path === undefined ? undefined : openSink(path, settings.format, { notice, onReaderGone: () => {} });
    const cards = process.stdout.isTTY && path !== '-' ? [cardOutlet(this.#terminal)] : [];
    // The packages and user names of this host say nothing about another one.
    const here = recordings.every(({ header }) => header.host.name === hostname());
    if (!here) notice('recorded on another host: package ownership and user names are not known here');
    this.#engine = assemble({
      settings,
      ownership: here ? hostOwnership(hostFiles) : noOwnership,
      users: here ? passwdNames(hostFiles) : noUserNames,
      outlets: [...(this.#sink === undefined ? [] : [this.#throttled(this.#sink)]), ...cards],
      observers: [new StreamNotices(notice)],
      onFault: (part, error, count) => {
        if (worthTelling(count))
          notice(`fault: ${part}: ${error instanceof Error ? error.message : error} (${count} so far)`);
      },
    });
  }

  get findings(): number {
    return this.#engine.findings;
  }

  /** @throws EventError, SourceError after what came before the fault was judged */
  async judge(source: RecordingSource): Promise<void> {
    for await (const batch of source) {
      this.#engine.take(batch);
      this.#events += batch.length;
      if (this.#backlog) await this.#sink?.flush(CLOSE_MS);
      this.#backlog = false;
      this.#draw();
    }
  }

  /** Tells what still waits, and closes the output. */
  async end(): Promise<void> {
    this.#engine.finish();
    this.#terminal.end();
    await this.#sink?.close(CLOSE_MS);
    if (process.stderr.isTTY) this.#terminal.notice(`replayed ${this.#pace()}, ${this.findings} findings`);
  }

  #throttled(sink: Sink): Outlet {
    return {
      name: sink.name,
      take: ({ finding }) => {
        if (!sink.write(finding)) this.#backlog = true;
      },
    };
  }

  #draw(): void {
    const now = performance.now();
    if (!process.stderr.isTTY || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#terminal.status(`replaying: ${this.#pace()}, ${this.findings} findings`);
  }

  #pace(): string {
    const seconds = (performance.now() - this.#begun) / 1000;
    const rate = Math.round(this.#events / Math.max(seconds, 0.001));
    return `${this.#events.toLocaleString('en-US')} events in ${seconds.toFixed(1)} s (${rate.toLocaleString('en-US')} events/s)`;
  }
}
