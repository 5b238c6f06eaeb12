/**
 * Which RPM package a path belongs to. The database has no simple form, so `rpm -qf` is asked: one process at a
 * time, answers cached, `PENDING` meanwhile. Its own runs are seen by the sensor like any other.
 */
import { execFile } from 'node:child_process';
import type { Ownership } from '../view.ts';
import type { PackageDatabase } from './database.ts';
import { PENDING } from './provider.ts';

/** Paths whose answer is remembered. */
const CAP = 4_096;

/** Paths that may wait; beyond it they stay unknown until asked again. */
const WAITING = 256;

/** How long a refusal (`unpackaged`) is believed, in ms: the package may be just being installed. */
const BELIEVE = 60_000;

interface Answer {
  readonly ownership: Ownership;
  readonly until: number;
}

/** Resolves with the package's name, undefined when no package owns it. Rejects when it could not be asked. */
export type RpmQuery = (path: string) => Promise<string | undefined>;

/** @param command absolute path of rpm. */
export function rpmQuery(command: string): RpmQuery {
  return (path) =>
    new Promise((resolve, reject) => {
      const arguments_ = ['-qf', '--qf', '%{NAME}\\n', '--', path];
      // LC_ALL: the refusal is recognised by its wording.
      const options = { timeout: 10_000, env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } };
      execFile(command, arguments_, options, (error, stdout) => {
        if (error === null) resolve(stdout.split('\n')[0]);
        else if (/is not owned by any package/.test(stdout)) resolve(undefined);
        else reject(error);
      });
    });
}

export class RpmDatabase implements PackageDatabase {
  readonly manager = 'rpm';
  readonly #query: RpmQuery;
  readonly #now: () => number;
  readonly #answers = new Map<string, Answer>();
  readonly #waiting = new Set<string>();
  #asking: Promise<void> | undefined;

  /** @param now monotonic ms. */
  constructor(query: RpmQuery, now: () => number = () => performance.now()) {
    this.#query = query;
    this.#now = now;
  }

  ownerOf(path: string): Ownership {
    const known = this.#answers.get(path);
    if (known !== undefined && known.until > this.#now()) return known.ownership;
    if (this.#waiting.size < WAITING) this.#waiting.add(path);
    this.#asking ??= this.#drain();
    return PENDING;
  }

  /** Resolves when everything asked so far is answered. */
  async idle(): Promise<void> {
    await this.#asking;
  }

  async #drain(): Promise<void> {
    for (const path of this.#waiting) {
      const ownership = await this.#ask(path);
      const until = ownership.state === 'packaged' ? Number.POSITIVE_INFINITY : this.#now() + BELIEVE;
      if (this.#answers.size >= CAP) this.#answers.clear();
      this.#answers.set(path, { ownership, until });
      this.#waiting.delete(path);
    }
    this.#asking = undefined;
  }

  async #ask(path: string): Promise<Ownership> {
    try {
      const name = await this.#query(path);
      return name === undefined ? { state: 'unpackaged' } : { state: 'packaged', manager: 'rpm', name };
    } catch (error) {
      return { state: 'unknown', why: `rpm could not be asked: ${(error as Error).message.split('\n')[0]}` };
    }
  }
}
