/**
 * The real sensor on the real kernel, as tests use it: starts it, decodes its stream, runs a trigger and
 * gives the events of that trigger's process tree. Every wait is bounded.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Decoder, type Event, type FileSession, type Hello, type NetSession } from '../../src/event/index.ts';
import { requireSensor } from './requirement.ts';
import { ProcessTree } from './tree.ts';

/** ms; attaching takes a fraction of a second on an idle machine. */
const START_TIMEOUT = 20_000;
/** ms after the last event of a tree in which more would have come. */
const QUIET = 60;

export interface Run {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  /** Of the process and its descendants, in stream order. */
  readonly events: readonly Event[];
  /** Lines of standard output as JSON. */
  report<T>(): readonly T[];
}

export interface RunOptions extends SpawnOptions {
  /** ms for the program to end, and again for its events to arrive */
  readonly timeout?: number;
  readonly input?: string;
}

export interface SensorOptions {
  readonly ignore?: readonly number[];
  readonly restarts?: number;
  /** Called with every event in place of keeping them, for tests of volume. */
  readonly watch?: (event: Event) => void;
}

/** @returns what `check` gives as soon as it is not undefined. @throws Error after `timeout` ms */
export async function eventually<T>(what: string, timeout: number, check: () => T | undefined): Promise<T> {
  const until = performance.now() + timeout;
  for (;;) {
    const found = check();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`${what}: not within ${timeout} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export class Sensor {
  readonly events: Event[] = [];
  readonly child: ChildProcess;
  readonly #decoder = new Decoder();
  readonly #listeners = new Set<{ take(event: Event): unknown }>();
  readonly #watch: ((event: Event) => void) | undefined;
  #error: unknown;
  stderr = '';

  private constructor(options: SensorOptions) {
    this.#watch = options.watch;
    const ignore = (options.ignore ?? []).flatMap((pid) => ['--ignore-pid', String(pid)]);
    const restarts = options.restarts === undefined ? [] : ['--restarts', String(options.restarts)];
    this.child = spawn(requireSensor(), [...ignore, ...restarts], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.listen();
  }

  /** Starts a sensor and waits until it watches: the head and the end of the snapshot have come. */
  static async start(options: SensorOptions = {}): Promise<Sensor> {
    const sensor = new Sensor(options);
    await sensor.seen('the sensor attaches', START_TIMEOUT, (event) => event.kind === 'snapshot_end');
    return sensor;
  }

  get hello(): Hello {
    const [first] = this.events;
    if (first?.kind !== 'hello') throw new Error(`the stream begins with ${first?.kind}`);
    return first;
  }

  /** Stops reading: the pipe fills, as with an engine that hangs. */
  stall(): void {
    this.child.stdout?.removeAllListeners('data').pause();
  }

  listen(): void {
    this.child.stdout?.on('data', (chunk: Buffer) => {
      try {
        for (const event of this.#decoder.push(chunk)) this.#take(event);
      } catch (error) {
        this.#error = error;
      }
    });
    this.child.stdout?.resume();
  }

  #take(event: Event): void {
    for (const listener of this.#listeners) listener.take(event);
    if (this.#watch) this.#watch(event);
    else this.events.push(event);
  }

  /** As `eventually`, and at once with an error when the sensor ends or its stream cannot be decoded. */
  until<T>(what: string, timeout: number, check: () => T | undefined): Promise<T> {
    return eventually(what, timeout, () => {
      if (this.#error) throw this.#error;
      const found = check();
      if (found === undefined && this.child.exitCode !== null) {
        throw new Error(`${what}: the sensor ended with ${this.child.exitCode}: ${this.stderr}`);
      }
      return found;
    });
  }

  /** @returns the first event from now on that is wanted */
  async seen(what: string, timeout: number, wanted: (event: Event) => boolean): Promise<Event> {
    let found: Event | undefined;
    const listener = { take: (event: Event) => (found ??= wanted(event) ? event : undefined) };
    this.#listeners.add(listener);
    return this.until(what, timeout, () => found).finally(() => this.#listeners.delete(listener));
  }

  /** Runs a program to its end and collects what was seen of it and of its descendants. */
  async run(command: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Run> {
    const { timeout = 15_000, input, ...spawning } = options;
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], ...spawning });
    const ended = once(child, 'close');
    const pid = child.pid ?? 0;
    // events are decoded on later turns of the loop, so the tree misses none
    const tree = new ProcessTree(pid);
    this.#listeners.add(tree);
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    if (input !== undefined) child.stdin?.end(input);
    const alarm = setTimeout(() => child.kill('SIGKILL'), timeout);
    const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    clearTimeout(alarm);
    await this.#settled(tree, `${command} ${args.join(' ')}`, timeout);
    this.#listeners.delete(tree);
    const report = <T>() =>
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as T);
    return { pid, code, signal, stdout, events: tree.events, report };
  }

  async #settled(tree: ProcessTree, what: string, timeout: number): Promise<void> {
    let size = -1;
    let since = 0;
    await this.until(`the end of ${what} is told`, timeout, () => {
      if (tree.events.length !== size) {
        size = tree.events.length;
        since = performance.now();
      }
      return !tree.running && performance.now() - since > QUIET ? true : undefined;
    });
  }

  /** Ends the sensor as the engine does, and waits for its last records. */
  async stop(): Promise<{ code: number | null; signal: NodeJS.Signals | null; ms: number }> {
    const from = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const closed = once(this.child, 'close');
      this.child.kill('SIGTERM');
      const alarm = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
      await closed;
      clearTimeout(alarm);
    }
    return { code: this.child.exitCode, signal: this.child.signalCode, ms: performance.now() - from };
  }
}

/** Finished or not, of the file with this key. */
export function fileSessions(events: readonly Event[], file: string): FileSession[] {
  return events.filter((event): event is FileSession => event.kind === 'file_session' && event.file === file);
}

/** The last record of each net session. */
export function netSessions(events: readonly Event[]): NetSession[] {
  return events.filter((event): event is NetSession => event.kind === 'net_session' && event.last);
}
