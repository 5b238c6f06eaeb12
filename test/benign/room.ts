/**
 * The place of one workload: a directory made for it, the documents in it, scripts that work there. Whatever is
 * started here has the directory as its home; by that it is found at the end, and ended.
 */
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Corpus, type CorpusOptions, makeCorpus } from '../../emulations/corpus.ts';
import { leftBehind } from '../../emulations/left-behind.ts';
import { endJob, runScript, type ScriptOptions, startScript } from './job.ts';
import { endAll, unmountBelow } from './leftover.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export class Room {
  readonly directory: string;
  readonly seed: number;
  /** What the preparation tells the check after the work; in memory, as a file would be one more thing that was made of the documents. */
  readonly kept = new Map<string, string>();
  readonly #services: { readonly child: ChildProcess; readonly signal: NodeJS.Signals }[] = [];

  /** @param parent an existing directory. @param seed of the documents */
  constructor(parent: string, seed = 1) {
    this.directory = mkdtempSync(join(parent, 'room-'));
    this.seed = seed;
    chmodSync(this.directory, 0o755);
  }

  path(...parts: readonly string[]): string {
    return join(this.directory, ...parts);
  }

  /** A marked tree of documents, `documents` unless named otherwise. */
  documents(options: CorpusOptions & { readonly folder?: string } = {}): Corpus {
    const { folder = 'documents', ...rest } = options;
    return makeCorpus(this.path(folder), { documents: 120, seed: this.seed, ...rest });
  }

  /** Writes files, by their paths in this room. */
  write(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Files that a pattern finds, relative to this room. */
  find(pattern: string): readonly string[] {
    return globSync(pattern, { cwd: this.directory }).filter((name) => lstatSync(this.path(name)).isFile());
  }

  /** One value for names and contents of all files of a directory. */
  digest(name = 'documents'): string {
    const hash = createHash('sha256');
    const names = readdirSync(this.path(name), { recursive: true, encoding: 'utf8' }).sort();
    for (const one of names) {
      const path = this.path(name, one);
      if (lstatSync(path).isFile()) hash.update(`${one}\0`).update(readFileSync(path));
    }
    return hash.digest('hex');
  }

  /** Runs a script as another job than the work: for what has to be there before, and for checks. */
  aside(script: string, { env, timeout }: ScriptOptions = {}): Promise<string> {
    return runScript(script, this.directory, this.#environment(env), timeout);
  }

  /** Runs a script as a job of its own: the work. */
  work(script: string, { env, timeout }: ScriptOptions = {}): Promise<string> {
    return runScript(script, this.directory, this.#environment(env), timeout);
  }

  /**
   * Starts a server as a job of its own; it ends with the room.
   * @param ready a script that succeeds as soon as the server serves
   * @param signal what makes it end in good order
   */
  async serve(script: string, ready: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = await startScript(`exec ${script}`, this.directory, this.#environment());
    child.stdout?.resume();
    child.stderr?.resume();
    this.#services.push({ child, signal });
    const poll = `for i in $(seq 100); do if ${ready}; then exit 0; fi; sleep 0.1; done; exit 1`;
    await this.aside(poll, { timeout: 30_000 });
  }

  /** Ends what still runs here, and unmounts. What is left are files. */
  async close(): Promise<void> {
    for (const { child, signal } of this.#services) {
      if (child.pid !== undefined && child.exitCode === null) process.kill(child.pid, signal);
      for (let i = 0; i < 100 && child.exitCode === null && child.signalCode === null; i += 1) await sleep(50);
      endJob(child, 'SIGKILL');
    }
    await endAll(() => leftBehind(this.directory, 'HOME'));
    unmountBelow(this.directory);
  }

  #environment(more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return {
      PATH,
      HOME: this.directory,
      USER: 'root',
      LOGNAME: 'root',
      LC_ALL: 'C.UTF-8',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...more,
    };
  }
}
