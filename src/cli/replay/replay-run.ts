/** One replay: its outputs, its engine, its progress. No store is touched and no privilege is needed. */
import { performance } from 'node:perf_hooks';
import { assemble, type Engine, type Outlet } from '../../engine/index.ts';
import type { Settings } from '../../settings/index.ts';
import type { Sink } from '../../sink/index.ts';
import type { RecordingSource } from '../../source/index.ts';
import { counted } from '../card/words.ts';
import { StreamNotices } from '../engine-process/notices.ts';
import { cardScreen, openSink, outputPath } from '../engine-process/outputs.ts';
import { worthTelling } from '../engine-process/rarely.ts';
import type { FindingScreen } from '../live/finding-screen.ts';
import { Terminal } from '../live/terminal.ts';
import { RecordedAnswers } from './recorded-answers.ts';

/** How long the end may wait for a slow output, ms. */
const CLOSE_MS = 60_000;
/** Between two redraws of the progress, ms. */
const REDRAW_MS = 500;

export class ReplayRun {
  readonly #terminal = new Terminal();
  readonly #engine: Engine;
  readonly #sink: Sink | undefined;
  readonly #cards: FindingScreen | undefined;
  readonly #answers: RecordedAnswers;
  readonly #begun = performance.now();
  #events = 0;
  #drawnAt = 0;
  #backlog = false;

  /** @throws SinkError */
  constructor(settings: Settings) {
    const path = outputPath(settings.output, process.stdout.isTTY);
    const notice = (line: string) => this.#terminal.notice(line);
    this.#sink = path === undefined ? undefined : openSink(path, settings.format, { notice, onReaderGone: () => {} });
    this.#cards = cardScreen(this.#terminal, path, true);
    const cards = this.#cards === undefined ? [] : [this.#cards];
    this.#answers = new RecordedAnswers(notice);
    this.#engine = assemble({
      settings,
      ownership: this.#answers.ownership,
      users: this.#answers.users,
      outlets: [...(this.#sink === undefined ? [] : [this.#throttled(this.#sink)]), ...cards],
      observers: [new StreamNotices(notice, this.#terminal.noticePaint), ...cards],
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
    this.#answers.begin(source);
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
    this.#cards?.end();
    await this.#sink?.close(CLOSE_MS);
    if (process.stderr.isTTY) this.#terminal.notice(`replayed ${this.#pace()}, ${counted(this.findings, 'finding')}`);
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
    this.#terminal.status(`replaying: ${this.#pace()}, ${counted(this.findings, 'finding')}`);
  }

  #pace(): string {
    const seconds = (performance.now() - this.#begun) / 1000;
    const rate = Math.round(this.#events / Math.max(seconds, 0.001));
    return `${this.#events.toLocaleString('en-US')} events in ${seconds.toFixed(1)} s (${rate.toLocaleString('en-US')} events/s)`;
  }
}
