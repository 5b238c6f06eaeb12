/**
 * The real program, watching this host, as a proof uses it: a state directory of its own, native findings over a pipe,
 * and the moment at which each line was read. Every wait has an end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../../emulations/clock.ts';
import type { Finding } from '../incident/index.ts';
import { CoverageError } from './error.ts';

/** Until it watches, ms. It takes under 3 s on an idle machine. */
const START_MS = 30_000;
/** Until it has ended after SIGTERM, ms; it promises 2 s. Then it is killed. */
const STOP_MS = 4000;
const POLL_MS = 2;

/** One line of findings. */
export interface Told {
  readonly finding: Finding;
  /** ms since the epoch at which the line was read from the pipe. */
  readonly at: number;
}

export interface WatcherOptions {
  /** Arguments to node that start the program; the verb and its options are added. */
  readonly program: readonly string[];
  /** Exists; the state goes below it. */
  readonly directory: string;
  /** Settings file in place of the host's own. */
  readonly config?: string;
  /** File for a recording of the stream. */
  readonly record?: string;
  /** Longest life: should nobody be left to end it, ms. */
  readonly lifeMs: number;
}

export class Watcher {
  /** All that was found so far, in order. */
  readonly told: Told[] = [];
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #listeners = new Set<(told: Told) => void>();
  #stderr = '';
  #rest = '';

  private constructor(options: WatcherOptions) {
    const { program, directory, config, record, lifeMs } = options;
    const fixed = ['run', '--output', '-', '--format', 'native', '--no-console', '--respond', 'observe'];
    const chosen = [
      ...['--state', join(directory, 'state'), '--duration', `${Math.ceil(lifeMs / 1000)}s`],
      ...(config === undefined ? [] : ['--config', config]),
      ...(record === undefined ? [] : ['--record', record]),
    ];
    // A session of its own: an interrupt at the terminal reaches whoever proves, who ends this in good order.
    this.child = spawn(process.execPath, [...program, ...fixed, ...chosen], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#closed = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
  }

  /** Watches when this resolves. @throws CoverageError `cannot_watch` with its own words */
  static async start(options: WatcherOptions, signal?: AbortSignal): Promise<Watcher> {
    const watcher = new Watcher(options);
    try {
      await watcher.#watching(signal);
      return watcher;
    } catch (error) {
      await watcher.stop();
      if (signal?.aborted === true) throw error;
      throw new CoverageError('cannot_watch', lastLine(watcher.#stderr) ?? 'the program does not start', error);
    }
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it said of itself so far: how much it can be asked for with `since`. */
  get said(): number {
    return this.#stderr.length;
  }

  /** Lines of disturbance since: losses, gaps, faults. */
  disturbances(since: number): readonly string[] {
    return this.#stderr
      .slice(since)
      .split('\n')
      .filter((line) => /^(LOSS|gap|fault)\b|sensor .*(ended|starting)/.test(line));
  }

  /** @returns what takes the listener away */
  onTold(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends it. What it still held has been read when this resolves. */
  async stop(): Promise<void> {
    if (this.running) this.child.kill('SIGTERM');
    const alarm = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    await this.#closed;
    clearTimeout(alarm);
  }

  /** @throws CoverageError `stopped_watching` when it has ended */
  check(): void {
    if (this.running) return;
    const { exitCode, signalCode } = this.child;
    const how = signalCode ?? `code ${exitCode}`;
    throw new CoverageError('stopped_watching', `the program ended with ${how}: ${lastLine(this.#stderr) ?? ''}`);
  }

  async #watching(signal?: AbortSignal): Promise<void> {
    const until = performance.now() + START_MS;
    while (!/^watching/m.test(this.#stderr)) {
      this.check();
      if (performance.now() > until)
        throw new CoverageError('cannot_watch', `the program does not watch within ${START_MS} ms`);
      await sleep(POLL_MS, undefined, { ...(signal && { signal }) });
    }
  }

  #read(text: string): void {
    const at = wallClock();
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const told = { finding: JSON.parse(line) as Finding, at };
      this.told.push(told);
      for (const listener of this.#listeners) listener(told);
    }
  }
}

function lastLine(text: string): string | undefined {
  return (
    text
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replace(/^cipherwatch: /, '') || undefined
  );
}
