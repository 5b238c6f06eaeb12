/**
 * The engine process of `run`: opens what needs root, gives root up, then judges the stream on its
 * standard input until that ends.
 */
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { assemble, type Engine, makeAnalytics, type Outlet } from '../../engine/index.ts';
import { Decoder } from '../../event/index.ts';
import { hostFiles, hostOwnership, passwdNames } from '../../host/index.ts';
import { become, type EngineMessage, findUser, isLauncherMessage, openState, reachable } from '../../launch/index.ts';
import { resolveSettings, type Settings, type SettingsText, settingsTexts } from '../../settings/index.ts';
import type { Sink } from '../../sink/index.ts';
import { Meter } from '../live/meter.ts';
import { statusLine } from '../live/status-line.ts';
import { Terminal } from '../live/terminal.ts';
import { refuseContain, settingOptions } from '../run-options.ts';
import type { Arguments, ExitCode } from '../verb.ts';
import { StreamNotices } from './notices.ts';
import { cardOutlet, openSink, outputPath, sinkOutlet } from './outputs.ts';
import { worthTelling } from './rarely.ts';
import { openStoreOutlet, type StoreOutlet } from './store-outlet.ts';
import { WatchingNotice } from './watching-notice.ts';

/** Time that outputs get to write what they hold at the end, ms. */
const CLOSE_MS = 700;

export async function runEngine(given: Arguments): Promise<ExitCode> {
  // The launcher decides when to end: by the end of the stream.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  const settings = settingsNow(given, settingsTexts(given.options.config));
  const run = new EngineRun(settings);
  process.on('message', (message) => {
    if (!isLauncherMessage(message)) return;
    if (message.type === 'notice') run.notice(message.text);
    else run.reload(() => settingsNow(given, message.texts));
  });
  say({ type: 'ready', sensor: resolve(settings.sensor) });
  try {
    await run.judge(process.stdin);
  } finally {
    await run.end();
  }
  return 0;
}

function settingsNow(given: Arguments, texts: readonly SettingsText[]): Settings {
  const { settings } = resolveSettings({ texts, environment: process.env, options: settingOptions(given) });
  refuseContain(settings.respond);
  return settings;
}

function say(message: EngineMessage): void {
  process.send?.(message);
}

class EngineRun {
  readonly #terminal = new Terminal();
  readonly #meter = new Meter();
  readonly #engine: Engine;
  readonly #sink: Sink | undefined;
  readonly #store: StoreOutlet | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  /** Opens the outputs, and becomes the unprivileged user. */
  constructor(settings: Settings) {
    const identity = findUser(settings.user);
    const state = openState(resolve(settings.state), identity);
    const path = outputPath(settings.output, process.stdout.isTTY);
    const notice = (line: string) => this.notice(line);
    const listener = { notice, onReaderGone: () => say({ type: 'stop' }) };
    this.#sink = path === undefined ? undefined : openSink(path, settings.format, listener);
    // Where the user cannot go by path it cannot have put a link either: there root opens the store.
    const early = reachable(state.store, identity) ? undefined : openStoreOutlet(state.store, settings, notice);
    become(identity);
    this.#store = early ?? openStoreOutlet(state.store, settings, notice);

    const cards = process.stdout.isTTY && path !== '-' ? [cardOutlet(this.#terminal)] : [];
    const sinks = this.#sink === undefined ? [] : [sinkOutlet(this.#sink)];
    const stores = this.#store === undefined ? [] : [this.#store];
    const outlets: readonly Outlet[] = [...sinks, ...cards, ...stores];
    const watching = new WatchingNotice(
      { settings, user: identity.name, outputs: outlets.map(({ name }) => name) },
      (line) => {
        this.notice(line);
        say({ type: 'watching' });
      },
    );
    this.#engine = assemble({
      settings,
      ownership: hostOwnership(hostFiles),
      users: passwdNames(hostFiles),
      outlets,
      observers: [this.#meter, watching, new StreamNotices(notice)],
      onFault: (part, error, count) => {
        if (worthTelling(count))
          notice(`fault: ${part}: ${error instanceof Error ? error.message : error} (${count} so far)`);
      },
    });
    if (process.stderr.isTTY) this.#timer = setInterval(() => this.#draw(), 1000);
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
      this.notice(`settings not reloaded: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** @throws EventError `contract` */
  async judge(stream: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new Decoder();
    for await (const chunk of stream) this.#engine.take(decoder.push(chunk));
    decoder.end();
  }

  /** Tells what still waits, and closes the outputs. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#engine.finish();
    this.#terminal.end();
    await this.#sink?.close(CLOSE_MS);
    this.#store?.close();
    if (this.#meter.events === 0) return;
    const { findings, faults } = this.#sizes();
    const lost = this.#meter.lost === 0 ? 'none lost' : `${this.#meter.lost} lost`;
    const failed = faults === 0 ? '' : `, ${faults} faults`;
    this.notice(`ended: ${this.#meter.events} events, ${lost}, ${findings} findings${failed}`);
  }

  #draw(): void {
    this.#terminal.status(statusLine(this.#meter.figures(performance.now(), this.#sizes())));
  }

  #sizes() {
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
    const sink = this.#sink?.faults();
    const faults = sum(this.#engine.faults()) + sum(sink?.errors ?? {}) + (this.#store?.faults() ?? 0);
    return { processes: this.#engine.gauges()['host.processes'], findings: this.#engine.findings, faults };
  }
}
