/**
 * Where an emulation acts: a directory that was made for it and is removed with it, its programs, the names that an
 * ablation takes away. Whatever is started here is started in a process group of its own and ended with it, also when it
 * has left that group.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { wallClock } from './clock.ts';
import { type Corpus, type CorpusOptions, makeCorpus } from './corpus.ts';
import { Random } from './document/random.ts';
import type { Damage } from './emulation.ts';
import { leftBehind } from './left-behind.ts';

export interface GroundOptions {
  /** Names of programs, paths, extensions and notes are random letters. */
  readonly ablated?: boolean;
  readonly seed?: number;
  /** Originals a second; as fast as it goes when absent. */
  readonly rate?: number;
  /** How many originals a corpus has by default. */
  readonly documents?: number;
  /** Ends whatever runs. */
  readonly signal?: AbortSignal;
  /** Awaited once, before the first program starts: what was made by then is older than whatever this begins. */
  readonly onReady?: () => Promise<void>;
}

export interface Ended {
  readonly pid: number;
  /** null when it was ended by a signal. */
  readonly code: number | null;
  readonly stderr: string;
  readonly started: number;
  readonly ended: number;
  /** What it told on descriptor 3: lines of `SECONDS.FRACTION PATH`, one for each destroyed original. */
  readonly damage: readonly Damage[];
  /** Lines of `SECONDS.FRACTION @payload` there: when it sent each message, ms since the epoch. */
  readonly payloads: readonly number[];
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Originals a second; the ground's when absent. */
  readonly rate?: number;
  /** Called with each damage as it is told. */
  readonly onDamage?: (damage: Damage) => void;
}

/** Names the ground in the environment of whatever it starts. */
const MARK = 'EMULATION_GROUND';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export class Ground {
  /** Holds everything; removed by `remove`. */
  readonly directory: string;
  readonly ablated: boolean;
  readonly rate: number | undefined;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly #documents: number;
  readonly #seed: number;
  readonly #onReady: () => Promise<void>;
  #readied: Promise<void> | undefined;
  #made = 0;

  /** @param parent an existing directory. */
  constructor(parent: string, options: GroundOptions = {}) {
    const { ablated = false, seed = 1, rate, documents = 60, signal, onReady = async () => {} } = options;
    this.ablated = ablated;
    this.rate = rate;
    this.random = new Random(seed);
    this.signal = signal ?? new AbortController().signal;
    this.#documents = documents;
    this.#seed = seed;
    this.#onReady = onReady;
    this.directory = mkdtempSync(join(parent, 'ground-'));
  }

  /** A name that says what it is, or random letters when names are ablated. */
  name(usual: string): string {
    return this.ablated ? this.letters(usual.length) : usual;
  }

  /** An extension with its dot, or random letters after one. */
  extension(usual: string): string {
    return this.ablated ? `.${this.letters(Math.max(3, usual.length - 1))}` : usual;
  }

  letters(count: number): string {
    return Array.from({ length: count }, () => this.random.pick([...LETTERS])).join('');
  }

  /** A directory of its own beside the others. */
  folder(usual: string): string {
    this.#made += 1;
    const path = join(this.directory, `${this.name(usual)}-${this.#made}`);
    mkdirSync(path);
    return path;
  }

  /** Originals to destroy. */
  corpus(options: CorpusOptions = {}): Corpus {
    return makeCorpus(join(this.folder('home'), this.name('documents')), {
      documents: this.#documents,
      seed: this.#seed,
      name: (usual) => this.name(usual),
      ...options,
    });
  }

  /**
   * The program to run for `path`: itself, or a copy under random letters when names are ablated.
   * @param own always a copy: what was compiled for emulations is then a new image each time, as it is for its victims
   */
  program(path: string, own = false): string {
    if (!this.ablated && !own) return path;
    const copy = join(this.folder('bin'), this.name(path.slice(path.lastIndexOf('/') + 1)));
    copyFileSync(path, copy);
    chmodSync(copy, 0o755);
    return copy;
  }

  /** Writes a program of text, to be run by its interpreter. @param settled its name is not to be ablated @returns its path */
  script(usual: string, text: string, settled = false): string {
    const path = join(this.folder('bin'), settled ? usual : this.name(usual));
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  }

  /** The first call waits for whoever wants to know that the ground is made; `run` calls it, others may. */
  ready(): Promise<void> {
    this.#readied ??= this.#onReady();
    return this.#readied;
  }

  /**
   * Runs a program to its end, or until the signal. It is told its pace: `EMULATION_RATE` (originals a second) and
   * `EMULATION_PERIOD` (µs between two, for shells, which know whole numbers only).
   */
  async run(file: string, args: readonly string[], options: StartOptions = {}): Promise<Ended> {
    const { env, cwd = this.directory, rate = this.rate, onDamage } = options;
    const pace =
      rate === undefined
        ? {}
        : { EMULATION_RATE: String(rate), EMULATION_PERIOD: String(Math.round(1_000_000 / rate)) };
    await this.ready();
    const started = wallClock();
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...pace, ...env, [MARK]: this.directory },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const kill = () => endAll(child, this.directory);
    this.signal.addEventListener('abort', kill);
    const damage: Damage[] = [];
    const payloads: number[] = [];
    const told = readTold(child.stdio[3] as Readable, (one) => {
      if (one.path === '@payload') {
        payloads.push(one.time);
        return;
      }
      damage.push(one);
      onDamage?.(one);
    });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 10_000) stderr += text;
    });
    try {
      const [code] = (await once(child, 'close')) as [number | null];
      await told;
      return { pid: child.pid ?? 0, code, stderr, started, ended: wallClock(), damage, payloads };
    } finally {
      this.signal.removeEventListener('abort', kill);
      kill();
    }
  }

  /** Removes all of it. */
  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Ends its process group, and what left that group. */
function endAll(child: ChildProcess, directory: string): void {
  end(-(child.pid ?? 0));
  for (const pid of leftBehind(directory, MARK)) end(pid);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it is gone already
  }
}

async function readTold(from: Readable, each: (damage: Damage) => void): Promise<void> {
  for await (const line of createInterface({ input: from })) {
    const at = line.indexOf(' ');
    const time = Number(line.slice(0, at)) * 1000;
    if (at > 0 && Number.isFinite(time)) each({ time, path: line.slice(at + 1) });
  }
}
