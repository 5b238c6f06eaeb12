/**
 * Where emulations are run under the eyes of the real program: each on ground of its own, with everything that it started or
 * made gone afterwards.
 */
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulation } from '../../emulations/emulation.ts';
import type { Ground } from '../../emulations/ground.ts';
import { lookUpAName } from './look-up.ts';
import { missing } from './needs.ts';
import type { Proof } from './proof.ts';
import { type ProofOptions, ProofRun } from './proof-run.ts';
import { skipped } from './verdict.ts';
import { Watcher, type WatcherOptions } from './watcher.ts';

/**
 * Between two attacks, ms. Sessions that break away from one parent within 100 ms of each other are one job, see
 * `src/host/process/job.ts`; two attacks must not be.
 */
const BETWEEN = 200;

/** Not a place that anybody may write to: an ablated attack is not to be found by where its programs and files lie. */
const LASTING = '/srv';
const PREFIX = 'cipherwatch-proof-';

/** How long a program watches at most, should whoever started it be killed, ms. */
const LIFE = { alone: 600_000, shared: 6 * 3_600_000 };

export interface ProvingGroundOptions extends Pick<WatcherOptions, 'program' | 'config'> {
  readonly signal?: AbortSignal;
  /**
   * One program for all. Evidence adds up over images, logins and services, so this is for where attacks share none of
   * these; images are kept to the end, so that none gets the inode of another. A finding in which two meet is told.
   * Otherwise each attack meets a program that was started after its victims were made, and has never seen them.
   */
  readonly shared?: boolean;
}

export interface ProveOptions extends ProofOptions {
  /** File for a recording of the stream; not with a shared program. */
  readonly record?: string;
}

/**
 * @example
 * const ground = await ProvingGround.open({ program });
 * try { for (const one of emulations) tell(await ground.prove(one)); } finally { await ground.close(); }
 */
export class ProvingGround {
  /** Grounds are made below it, but for those of ablated attacks. */
  readonly directory: string;
  #lasting: string | undefined;
  readonly #options: ProvingGroundOptions;
  readonly #signal: AbortSignal;
  #watcher: Watcher | undefined;
  #started = 0;
  #kept = 0;
  /** Should this process end without closing it. */
  readonly #atExit = () => {
    this.#watcher?.child.kill('SIGTERM');
    this.#remove();
  };

  private constructor(directory: string, options: ProvingGroundOptions) {
    this.directory = directory;
    this.#options = options;
    this.#signal = options.signal ?? new AbortController().signal;
    process.once('exit', this.#atExit);
  }

  /** @throws CoverageError `cannot_watch` of a shared program; AbortError */
  static async open(options: ProvingGroundOptions): Promise<ProvingGround> {
    const made = new ProvingGround(mkdtempSync(join(tmpdir(), PREFIX)), options);
    if (options.shared !== true) return made;
    try {
      await made.#watch();
      return made;
    } catch (error) {
      await made.close();
      throw error;
    }
  }

  /** Ends the program and removes all that is left. */
  async close(): Promise<void> {
    process.off('exit', this.#atExit);
    await this.#watcher?.stop();
    this.#remove();
  }

  #remove(): void {
    for (const each of [this.directory, this.#lasting])
      if (each !== undefined) rmSync(each, { recursive: true, force: true });
  }

  #parent(ablated = false): string {
    if (!ablated) return this.directory;
    if (this.#lasting === undefined) {
      mkdirSync(LASTING, { recursive: true });
      this.#lasting = mkdtempSync(join(LASTING, PREFIX));
    }
    return this.#lasting;
  }

  /** @throws CoverageError; AbortError */
  async prove(emulation: Emulation, options: ProveOptions = {}): Promise<Proof> {
    const lacking = missing(emulation.needs);
    if (lacking.length > 0) return skipped(emulation, options, lacking);
    await sleep(BETWEEN, undefined, { signal: this.#signal });
    const run = new ProofRun(emulation, options, {
      parent: this.#parent(options.ablated),
      all: this.#signal,
      watch: async () => this.#watcher ?? (await this.#watch(options.record)),
    });
    try {
      return await run.proof();
    } finally {
      if (this.#options.shared === true) this.#keepImages(run.ground);
      else {
        await this.#watcher?.stop();
        this.#watcher = undefined;
      }
      run.ground.remove();
    }
  }

  /** What may have been run keeps its inode while the program watches: the next image would be taken for it. */
  #keepImages({ directory: ground, ablated }: Ground): void {
    const images = join(this.#parent(ablated), 'images');
    mkdirSync(images, { recursive: true });
    for (const entry of readdirSync(ground, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || (statSync(path).mode & 0o111) === 0) continue;
      this.#kept += 1;
      try {
        linkSync(path, join(images, String(this.#kept)));
      } catch {
        // it was on a file system of its own, which is gone with its inodes
      }
    }
  }

  async #watch(record?: string): Promise<Watcher> {
    this.#started += 1;
    const { program, config, shared } = this.#options;
    const directory = join(this.directory, `watcher-${this.#started}`);
    mkdirSync(directory);
    this.#watcher = await Watcher.start(
      {
        program,
        directory,
        lifeMs: shared === true ? LIFE.shared : LIFE.alone,
        ...(config !== undefined && { config }),
        ...(record !== undefined && { record }),
      },
      this.#signal,
    );
    await lookUpAName();
    return this.#watcher;
  }
}
