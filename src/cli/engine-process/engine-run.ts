/** One run of the engine process: its outputs, its engine, what people see of it. */
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { assemble, type Engine, makeAnalytics, type Outlet } from '../../engine/index.ts';
import { hostFiles, hostOwnership, passwdNames } from '../../host/index.ts';
import { become, findUser, prepareState, reachable } from '../../launch/index.ts';
import type { Settings } from '../../settings/index.ts';
import type { Sink } from '../../sink/index.ts';
import { liveSource, Recorder } from '../../source/index.ts';
import { Meter } from '../live/meter.ts';
import { statusLine } from '../live/status-line.ts';
import { Terminal } from '../live/terminal.ts';
import { version } from '../version.ts';
import { say } from './channel.ts';
import { StreamNotices } from './notices.ts';
import { cardOutlet, openSink, outputPath, sinkOutlet } from './outputs.ts';
import { worthTelling } from './rarely.ts';
import { StoreOutlet } from './store-outlet.ts';
import { WatchingNotice } from './watching-notice.ts';

/** Time that outputs get to write what they hold at the end, ms. */
const CLOSE_MS = 700;
/** Between two redraws of the live line, ms. */
const REDRAW_MS = 1000;

export class EngineRun {
  readonly #terminal = new Terminal();
  readonly #meter = new Meter();
  readonly #engine: Engine;
  readonly #sink: Sink | undefined;
  readonly #store: StoreOutlet;
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

    const outlets = this.#outlets(path);
    const names = outlets.map(({ name }) => name);
    const watching = new WatchingNotice({ settings, user: identity.name, outputs: names }, (line) => {
      this.notice(line);
      say({ type: 'watching' });
    });
    this.#engine = assemble({
      settings,
      ownership: hostOwnership(hostFiles),
      users: passwdNames(hostFiles),
      outlets,
      observers: [this.#meter, watching, new StreamNotices(notice), this.#store],
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
      this.#engine.replaceAnalytics(makeAnalytics(read()));
      this.notice('settings reloaded: the analytics begin anew with them; other settings need a restart');
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
    await this.#sink?.close(CLOSE_MS);
    this.#store.close();
    this.#recorder?.close();
    if (this.#meter.events === 0) return;
    const { findings, faults } = this.#sizes();
    const lost = this.#meter.lost === 0 ? 'none lost' : `${this.#meter.lost} lost`;
    const failed = faults === 0 ? '' : `, ${faults} faults`;
    this.notice(`ended: ${this.#meter.events} events, ${lost}, ${findings} findings${failed}`);
  }

  #outlets(path: string | undefined): readonly Outlet[] {
    const sinks = this.#sink === undefined ? [] : [sinkOutlet(this.#sink)];
    const cards = process.stdout.isTTY && path !== '-' ? [cardOutlet(this.#terminal)] : [];
    return [...sinks, ...cards, this.#store];
  }

  #fault(part: string, error: unknown, count: number): void {
    this.#store.fault(part, wordsOf(error), count);
    if (worthTelling(count)) this.notice(`fault: ${part}: ${wordsOf(error)} (${count} so far)`);
  }

  #draw(): void {
    this.#terminal.status(statusLine(this.#meter.figures(performance.now(), this.#sizes())));
  }

  #sizes() {
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
    const faults = sum(this.#engine.faults()) + sum(this.#sink?.faults().errors ?? {}) + this.#store.faults();
    return { processes: this.#engine.gauges()['host.processes'], findings: this.#engine.findings, faults };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
