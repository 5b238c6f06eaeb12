/**
 * The launcher: makes the engine process, and the sensor whose stream goes into the engine without
 * passing here; starts the sensor again when it crashes; brings both to an end in good order.
 *
 * It keeps root's privileges for that alone: it uses nothing but node's own modules, parses no file,
 * opens no connection and reads no event.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SettingsText, settingsTexts } from '../settings/texts.ts';
import { LaunchError } from './error.ts';
import { isEngineMessage, type LauncherMessage } from './message.ts';
import { RestartPolicy } from './restart-policy.ts';
import { CANNOT_RUN, endInWords, requireSensor, type SensorEnd, SensorProcess } from './sensor-process.ts';

/** A sensor's end is no crash when the engine's follows it within this time, ms. */
const ENGINE_GRACE_MS = 60;
/** Time for the sensor to drain after SIGTERM, ms; then it is killed. It promises 1 s. */
const SENSOR_DRAIN_MS = 1200;
/** Time for both together to end, ms; then the engine is killed. */
const END_MS = 1900;

/** For the engine's malloc: samples of files come and go by the thousand, and one arena that is trimmed gives their room back. */
const FRUGAL = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '1048576' } as const;

export interface LaunchOptions {
  /** Arguments to node that make the engine process. */
  readonly engine: readonly string[];
  /** Stop by itself so long after the first events, ms. */
  readonly durationMs?: number;
  /** Settings file to read again on SIGHUP; undefined for the default one. */
  readonly config?: string;
  /** A line for people while no engine owns the terminal. */
  readonly onNotice: (line: string) => void;
}

/** The engine's exit code: 0 when all ended in good order. */
export type EngineExit = number;

/**
 * Runs until SIGINT, SIGTERM, the duration's end or a failure.
 * @throws LaunchError when the sensor cannot run, or the engine was ended from outside
 */
export async function launch(options: LaunchOptions): Promise<EngineExit> {
  const launcher = new Launcher(options);
  const stop = () => launcher.stop();
  const reload = () => launcher.reload();
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', reload);
  try {
    return await launcher.run();
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', reload);
  }
}

class Launcher {
  readonly #options: LaunchOptions;
  readonly #engine: ChildProcess;
  readonly #engineEnd: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #stopping = Promise.withResolvers<void>();
  readonly #policy = new RestartPolicy();
  #stopped = false;
  #engineGone = false;
  #program: string | undefined;
  #sensor: SensorProcess | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LaunchOptions) {
    this.#options = options;
    this.#engine = spawn(process.execPath, options.engine, {
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env: { ...process.env, ...FRUGAL },
    });
    this.#engine.stdin?.on('error', () => {});
    this.#engineEnd = new Promise((resolve) => {
      this.#engine.once('error', () => resolve({ code: 1, signal: null }));
      this.#engine.once('exit', (code, signal) => resolve({ code, signal }));
    });
  }

  async run(): Promise<EngineExit> {
    const ready = new Promise<string>((resolve) => {
      this.#engine.on('message', (message) => this.#heard(message, resolve));
    });
    let unasked = false;
    const engineGone = this.#engineEnd.then(() => {
      unasked = !this.#stopped;
      this.#engineGone = true;
      this.stop();
    });
    try {
      this.#program = await Promise.race([ready, this.#stopping.promise.then(() => undefined)]);
      if (this.#program !== undefined) {
        requireSensor(this.#program);
        // A sensor that does not heed the stop must not hold it up.
        await Promise.race([this.#keepSensing(this.#program), this.#stopping.promise]);
      }
    } finally {
      clearTimeout(this.#timer);
      await this.#end();
      await engineGone;
    }
    const { code, signal } = await this.#engineEnd;
    if (signal !== null)
      throw new LaunchError('engine_ended', `the engine was ended by ${signal}; the sensor was stopped`);
    if (unasked && code === 0)
      throw new LaunchError('engine_ended', 'the engine ended too early; the sensor was stopped');
    return code ?? 1;
  }

  stop(): void {
    this.#stopped = true;
    this.#sensor?.stop();
    this.#stopping.resolve();
  }

  reload(): void {
    let texts: readonly SettingsText[];
    try {
      texts = settingsTexts(this.#options.config);
    } catch (error) {
      this.#notice(`settings not reloaded: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    this.#send({ type: 'settings', texts });
  }

  #heard(message: unknown, ready: (sensor: string) => void): void {
    if (!isEngineMessage(message)) return;
    if (message.type === 'ready') ready(message.sensor);
    else if (message.type === 'stop') this.stop();
    else if (this.#options.durationMs !== undefined && this.#timer === undefined) {
      this.#timer = setTimeout(() => this.stop(), this.#options.durationMs);
    }
  }

  async #keepSensing(program: string): Promise<void> {
    for (let restarts = 0; !this.#stopped; restarts++) {
      const end = await this.#senseOnce(program, restarts);
      if (this.#stopped) return;
      const wait = end.code === CANNOT_RUN ? undefined : this.#policy.crashed(performance.now());
      if (wait === undefined) throw giveUp(end);
      // An engine that ends takes its sensor with it, by a broken pipe: then the engine's own words are the ones to tell.
      await Promise.race([sleep(Math.max(wait, ENGINE_GRACE_MS)), this.#stopping.promise]);
      if (this.#stopped) return;
      this.#notice(`sensor ${endInWords(end)}; starting it again`);
    }
  }

  async #senseOnce(program: string, restarts: number): Promise<SensorEnd> {
    const { stdin: into, pid = 0 } = this.#engine;
    if (into === null) throw new LaunchError('engine_ended', 'the engine has no standard input');
    const ignore = [process.pid, pid];
    this.#sensor = new SensorProcess({
      program,
      into,
      ignore,
      restarts,
      onLine: (line) => this.#notice(`sensor: ${line}`),
    });
    const end = await this.#sensor.ended;
    this.#sensor = undefined;
    return end;
  }

  /** Ends what still runs: the sensor drains, the engine reads to the end of the stream. */
  async #end(): Promise<void> {
    const deadline = performance.now() + END_MS;
    const sensor = this.#sensor;
    if (sensor !== undefined) {
      sensor.stop();
      if (!(await within(SENSOR_DRAIN_MS, sensor.ended))) sensor.stop('SIGKILL');
    }
    this.#engine.stdin?.destroy();
    if (!(await within(deadline - performance.now(), this.#engineEnd))) this.#engine.kill('SIGKILL');
    await this.#engineEnd;
  }

  #notice(text: string): void {
    if (this.#program === undefined || this.#engineGone) this.#options.onNotice(text);
    else this.#send({ type: 'notice', text });
  }

  #send(message: LauncherMessage): void {
    if (this.#engine.connected) this.#engine.send(message, () => {});
  }
}

function giveUp(end: SensorEnd): LaunchError {
  if (end.code === CANNOT_RUN) {
    const why = end.words ?? 'it gave no reason';
    return new LaunchError('sensor_refused', `the sensor cannot run here: ${why}`);
  }
  const message = `the sensor crashed ${RestartPolicy.limit}, given up; it ${endInWords(end)}; see cipherwatch doctor`;
  return new LaunchError('sensor_failing', message);
}

/** Whether a promise was settled within so many ms. */
async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(Math.max(0, ms), false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return settled;
}
