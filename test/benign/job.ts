/** Scripts as jobs: in a session of its own, apart in time from others', ended with all that it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** ms; sessions that begin closer to another's start or end are taken for one job by the host room. */
const APART = 150;
/** ms; far above the slowest workload. */
const TIMEOUT = 180_000;
/** Of what a script says, the last so many characters are kept. */
const KEPT = 20_000;

export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** Where the next job may begin, ms of `performance.now`; jobs of this process queue here. */
let free = 0;

async function standApart(): Promise<void> {
  for (let wait = free - performance.now(); wait > 0; wait = free - performance.now()) await sleep(wait);
  free = performance.now() + APART;
}

/** Starts a script by bash, which gives up at the first failure, as a job of its own. */
export async function startScript(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  await standApart();
  const child = spawn('/bin/bash', ['-eu', '-o', 'pipefail', '-c', script], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // By now it has been executed, however long that took.
  free = Math.max(free, performance.now() + APART);
  child.once('exit', () => {
    free = Math.max(free, performance.now() + APART);
  });
  return child;
}

/** Runs a script to its end. @returns its standard output @throws Error with what it said when it fails or hangs */
export async function runScript(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  timeout = TIMEOUT,
): Promise<string> {
  const child = await startScript(script, cwd, env);
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.out = (said.out + text).slice(-KEPT);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err = (said.err + text).slice(-KEPT);
  });
  const alarm = setTimeout(() => endJob(child, 'SIGKILL'), timeout);
  // asked for now: it may come in the same moment as `exit`
  const closed = once(child, 'close');
  // `exit` and not `close`: a daemon that it started may hold its output.
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(alarm);
  await Promise.race([closed, sleep(200, undefined, { ref: false })]);
  if (code !== 0)
    throw new Error(`ended with ${code ?? signal}: ${script}\n${said.err.slice(-2000)}${said.out.slice(-1000)}`);
  return said.out;
}

/** Ends the process group that was made for it. */
export function endJob(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // it is gone already
  }
}
