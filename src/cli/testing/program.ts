/** Runs the program as a person would, with a made sensor where one is wanted. For tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const FAKE = fileURLToPath(new URL('../../launch/testing/fake-sensor.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A program that runs, and what it has said so far. */
export class Running {
  out = '';
  err = '';
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;

  /** @param under a command that runs the program instead. */
  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}, under: readonly string[] = []) {
    const [command = process.execPath, ...all] = [...under, process.execPath, MAIN, ...args];
    this.child = spawn(command, all, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.child.stdout?.on('data', (chunk) => {
      this.out += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.err += chunk;
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => resolve({ code, out: this.out, err: this.err }));
    });
  }

  /** Waits until standard error matches. @throws Error with all that was said when it does not in time */
  async says(pattern: RegExp, ms = 8000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!pattern.test(this.err)) {
      if (Date.now() > deadline) throw new Error(`no ${pattern} within ${ms} ms in: ${this.err}`);
      await sleep(10);
    }
  }
}

/** A folder for one test file: state, a made sensor, its log. Removed by `remove`. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'cw-cli-'));
  readonly sensor = join(this.folder, 'sensor');

  constructor() {
    writeFileSync(
      this.sensor,
      `#!/bin/sh\nexec ${process.execPath} --disable-warning=ExperimentalWarning ${FAKE} "$@"\n`,
    );
    chmodSync(this.sensor, 0o755);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Runs the program with the made sensor. */
  start(args: readonly string[], fake: Readonly<Record<string, string>> = {}, under: readonly string[] = []): Running {
    return new Running(args, { CIPHERWATCH_SENSOR: this.sensor, ...fake }, under);
  }

  /** What the made sensor was started with, each time. */
  starts(log: string): readonly { readonly pid: number; readonly args: readonly string[] }[] {
    const text = readFileSync(log, 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { pid: number; args: string[] });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs to the end. */
export function runProgram(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Running(args, environment).ended;
}

/** Why a test that needs the right to start sensors cannot run here, or false. */
export const needsRoot: string | false = process.getuid?.() === 0 ? false : 'needs root';
