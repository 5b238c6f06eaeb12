/**
 * One life of the sensor program: started with its stream going straight into the engine's standard
 * input, stopped by SIGTERM. Its own standard input is a pipe that closes when the launcher dies.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import type { Writable } from 'node:stream';
import { LaunchError } from './error.ts';
import { LastWords } from './last-words.ts';

export interface SensorOptions {
  readonly program: string;
  /** Receives the stream; must be a stream with a descriptor of its own. */
  readonly into: Writable | number;
  /** Processes that are not observed, with their descendants. */
  readonly ignore: readonly number[];
  /** How often it was started before in this run. */
  readonly restarts: number;
  /** Each line of its diagnostics. */
  readonly onLine: (line: string) => void;
}

/** How a sensor ended. */
export interface SensorEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last line it wrote, when that was just now. */
  readonly words: string | undefined;
}

/** Exit code by which the sensor says that it cannot run here. */
export const CANNOT_RUN = 3;

/** @throws LaunchError `no_sensor` */
export function requireSensor(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch (cause) {
    throw new LaunchError('no_sensor', `the sensor is not built: ${program} is missing; npm start builds it`, cause);
  }
}

export class SensorProcess {
  readonly ended: Promise<SensorEnd>;
  readonly #child: ChildProcess;

  constructor(options: SensorOptions) {
    const { program, into, ignore, restarts } = options;
    const ignored = ignore.flatMap((pid) => ['--ignore-pid', String(pid)]);
    this.#child = spawn(program, [...ignored, '--restarts', String(restarts)], {
      stdio: ['pipe', into, 'pipe'],
      // A session of its own: an interrupt from the terminal reaches the launcher alone.
      detached: true,
    });
    const words = new LastWords(options.onLine);
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => words.take(chunk));
    this.#child.stdin?.on('error', () => {});
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve({ code: CANNOT_RUN, signal: null, words: error.message }));
      this.#child.once('close', (code, signal) => resolve({ code, signal, words: words.end() }));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal);
  }
}

/** How it ended, in words. */
export function endInWords(end: SensorEnd): string {
  const how = end.signal === null ? `ended with code ${end.code}` : `was ended by ${end.signal}`;
  return end.words === undefined ? how : `${how}: ${end.words}`;
}
