/** One run of the engine process: its outputs, its engine, what people see of it. */
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { AnalyticSet, assemble, type Engine, type Outlet } from '../../engine/index.ts';
import { AnswerJournal, hostAnswers } from '../../host/index.ts';
import { become, findUser, prepareState, reachable } from '../../launch/index.ts';
import type { Settings } from '../../settings/index.ts';
import type { Sink } from '../../sink/index.ts';
import { liveSource, Recorder } from '../../source/index.ts';
import { counted, thousands } from '../card/words.ts';
import type { FindingScreen } from '../live/finding-screen.ts';
import { Meter } from '../live/meter.ts';
import { statusLine } from '../live/status-line.ts';
import { Terminal } from '../live/terminal.ts';
import { version } from '../version.ts';
import { say } from './channel.ts';
import { StreamNotices } from './notices.ts';
import { cardScreen, openSink, outputPath, sinkOutlet } from './outputs.ts';
import { worthTelling } from './rarely.ts';
import { StoreOutlet } from './store-outlet.ts';
import { watchingLine, watchingRows } from './watching.ts';
import { WatchingNotice } from './watching-notice.ts';

/** Time that outputs get to write what they hold at the end, ms. */
const CLOSE_MS = 700;
/** Between two redraws of the live line, ms. */
const REDRAW_MS = 1000;

export class EngineRun {
  readonly #terminal = new Terminal();
  readonly #meter = new Meter();
  readonly #analytics: AnalyticSet;
  readonly #engine: Engine;
  readonly #sink: Sink | undefined;
  readonly #store: StoreOutlet;
  readonly #cards: FindingScreen | undefined;
  readonly #recorder: Recorder | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  /**
   * Opens the outputs, and becomes the unprivileged user.
   * @param recording file for a recording of the stream
   * @throws LaunchError, SinkError, SourceError, StoreError
   */
  constructor(settings: Settings, recording?: string) {
    const identity = findUser(settings.user);
    const store = prepareState(resolve(settings.state), identity);
    const path = outputPath(settings.output, process.stdout.isTTY);
    const notice = (line: string) => this.notice(line);
    const listener = { notice, onReaderGone: () => say({ type: 'stop' }) };
    this.#sink = path === undefined ? undefined : openSink(path, settings.format, listener);
    const about = { created: new Date().toISOString(), version: version() };
    this.#recorder = recording === undefined ? undefined : new Recorder(recording, about);
    // Where the user cannot go by path it cannot have put a link either: there root opens the store.
    const early = reachable(store, identity) ? undefined : new StoreOutlet(store, settings, notice);
    become(identity);
    this.#store = early ?? new StoreOutlet(store, settings, notice);

    this.#cards = cardScreen(this.#terminal, path);
    const outlets = this.#outlets();
    const names = outlets.map(({ name }) => name);
    const watching = new WatchingNotice({ settings, user: identity.name, outputs: names }, (about) => {
      const look = process.stderr.isTTY ? this.#terminal.statusLook() : undefined;
      this.notice(look === undefined ? watchingLine(about) : watchingRows(about, look));
      say({ type: 'watching' });
    });
    const recorder = this.#recorder;
    const answers = hostAnswers();
    const journal = recorder && new AnswerJournal(answers, (value) => recorder.note(value));
    const { ownership, users } = journal ?? answers;
    this.#analytics = new AnalyticSet(settings);
    this.#engine = assemble({
      settings: this.#analytics,
      ownership,
      users,
      outlets: [this.#meter, ...outlets],
      observers: [
        ...(journal ? [journal] : []),
        this.#meter,
        watching,
        new StreamNotices(notice, this.#terminal.noticePaint),
        ...(this.#cards ? [this.#cards] : []),
        this.#store,
      ],
      onFault: (part, error, count) => this.#fault(part, error, count),
    });
    if (process.stderr.isTTY) this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
  }

  notice(line: string): void {
    this.#terminal.notice(line);
  }

  /** Only the analytics' settings can change while running. */
  reload(read: () => Settings): void {
    try {
      this.#analytics.adjust(read());
      this.notice('settings reloaded: the analytics judge by them from now on; other settings need a restart');
    } catch (error) {
      this.notice(`settings not reloaded: ${wordsOf(error)}`);
    }
  }

  /** @throws EventError `contract`, SourceError `unwritable` */
  async judge(stream: AsyncIterable<Uint8Array>): Promise<void> {
    const recorder = this.#recorder;
    const onBytes = recorder && { onBytes: recorder.take.bind(recorder) };
    for await (const batch of liveSource(stream, onBytes)) this.#engine.take(batch);
  }

  /** Tells what still waits, and closes the outputs. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#engine.finish();
    this.#terminal.end();
    this.#cards?.end();
    await this.#sink?.close(CLOSE_MS);
    this.#store.close();
    this.#recorder?.close();
    if (this.#meter.events === 0) return;
    const { findings, faults } = this.#sizes();
    const lost = this.#meter.lost === 0 ? 'none lost' : `${thousands(this.#meter.lost)} LOST`;
    const failed = faults === 0 ? '' : `, ${counted(faults, 'fault')}`;
    const events = this.#meter.events;
    this.notice(
      `ended: ${events} ${events === 1 ? 'event' : 'events'}, ${lost}, ${counted(findings, 'finding')}${failed}`,
    );
  }

  #outlets(): readonly Outlet[] {
    const sinks = this.#sink === undefined ? [] : [sinkOutlet(this.#sink)];
    return [...sinks, ...(this.#cards ? [this.#cards] : []), this.#store];
  }

  #fault(part: string, error: unknown, count: number): void {
    this.#store.fault(part, wordsOf(error), count);
    if (worthTelling(count)) this.notice(`fault: ${part}: ${wordsOf(error)} (${count} so far)`);
  }

  #draw(): void {
    this.#terminal.status(
      statusLine(this.#meter.figures(performance.now(), this.#sizes()), this.#terminal.statusLook()),
    );
  }

  #sizes() {
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
    const faults = sum(this.#engine.faults()) + sum(this.#sink?.faults().errors ?? {}) + this.#store.faults();
    return { findings: this.#engine.findings, faults };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
