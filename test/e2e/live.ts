/** The real program, watching the real kernel, as the end-to-end tests use it. Every wait is bounded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/incident/index.ts';
import { eventually } from '../kernel/harness.ts';
import { ROOT } from '../kernel/requirement.ts';
import { descendants } from './descendants.ts';

const NODE = process.execPath;
const MAIN = `${ROOT}/src/cli/main.ts`;
/** ms; a second start is up in under 3 s on an idle machine. */
const START_TIMEOUT = 30_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs a verb to its end. */
export async function cipherwatch(args: readonly string[], timeout = 30_000): Promise<Ended> {
  const from = performance.now();
  const child = spawn(NODE, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const alarm = setTimeout(() => child.kill('SIGKILL'), timeout);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(alarm);
  return { code, signal, stdout, stderr, ms: performance.now() - from };
}

/** A finding and when its line was in the file, ms since the epoch. */
export interface Told {
  readonly finding: Finding;
  readonly at: number;
}

/** `cipherwatch run` or `record` in the background. */
export class Live {
  readonly child: ChildProcess;
  readonly output: string;
  readonly told: Told[] = [];
  stderr = '';
  #read = 0;

  readonly #verb: 'run' | 'record';

  private constructor(verb: 'run' | 'record', args: readonly string[], output: string) {
    this.#verb = verb;
    this.output = output;
    this.child = spawn(NODE, [MAIN, verb, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** Starts the main job and waits until it watches. @param directory for its output and state */
  static async run(directory: string, args: readonly string[] = []): Promise<Live> {
    const output = join(directory, 'findings.ndjson');
    const fixed = ['--output', output, '--format', 'native', '--no-console', '--state', join(directory, 'state')];
    return new Live('run', [...fixed, '--duration', '240s', ...args], output).#watching();
  }

  /** Starts a recording and waits until it runs. */
  static async record(directory: string): Promise<Live> {
    const output = join(directory, 'recording.cw');
    return new Live('record', ['--output', output, '--duration', '240s'], output).#watching();
  }

  async #watching(): Promise<Live> {
    try {
      await eventually('it watches', START_TIMEOUT, () => {
        if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}: ${this.stderr}`);
        return /^(watching|recording)/m.test(this.stderr) || undefined;
      });
    } catch (error) {
      this.child.kill('SIGKILL');
      throw error;
    }
    return this;
  }

  /** Reads what was added to the findings since the last time; a recording has none. */
  poll(): readonly Told[] {
    if (this.#verb === 'record' || !existsSync(this.output)) return this.told;
    const bytes = readFileSync(this.output);
    const end = bytes.lastIndexOf(10);
    const at = Date.now();
    for (const line of bytes
      .subarray(this.#read, end + 1)
      .toString('utf8')
      .split('\n')) {
      if (line !== '') this.told.push({ finding: JSON.parse(line) as Finding, at });
    }
    this.#read = Math.max(this.#read, end + 1);
    return this.told;
  }

  finding(what: string, timeout: number, wanted: (finding: Finding) => boolean): Promise<Told> {
    return eventually(`${what} is found`, timeout, () => this.poll().find(({ finding }) => wanted(finding))).catch(
      (error: Error) => {
        const titles = this.told.map(({ finding }) => `${finding.analytic.uid} ${finding.title}`);
        throw new Error(`${error.message}\n${titles.join('\n')}\n${this.stderr}`);
      },
    );
  }

  /** The latest revision of a finding. */
  latest(uid: string): Finding | undefined {
    return this.poll().findLast(({ finding }) => finding.uid === uid)?.finding;
  }

  /** Pids of the programs that it started, by the name of their image. */
  sensors(): number[] {
    return descendants(this.child.pid ?? 0).filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/exe`).endsWith('/cipherwatch-sensor');
      } catch {
        return false;
      }
    });
  }

  async stop(): Promise<Ended> {
    const from = performance.now();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const closed = once(this.child, 'close');
      this.child.kill('SIGTERM');
      const alarm = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
      await closed;
      clearTimeout(alarm);
    }
    this.poll();
    const { exitCode: code, signalCode: signal } = this.child;
    return { code, signal, stdout: '', stderr: this.stderr, ms: performance.now() - from };
  }
}

/** Findings in which this very test or what it started took part: others may work on this machine, too. */
export function ours(finding: Finding, directory: string): boolean {
  return (
    finding.tree.some(({ pid }) => pid === process.pid) ||
    finding.actor.cwd.startsWith(directory) ||
    (finding.affected?.files.some(({ path }) => path.startsWith(directory)) ?? false)
  );
}
