/**
 * How busy each job is: file operations a second, sibling executions, and commands that say something.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { CryptoUse, ProcessKey, ProcessStart } from '../../../event/index.ts';
import type { LineageId } from '../../../host/index.ts';
import { CipherTally } from './cipher-tally.ts';
import { encryptingCommand } from './encrypting-command.ts';
import { recoveryCommand } from './recovery-command.ts';

/** A command line that says something. */
export interface Command {
  readonly what: string;
  readonly argv: string;
  readonly process: ProcessKey;
  readonly time: number;
}

/** One job's figures so far. */
export interface Activity {
  /** Most file operations within one second. */
  peakRate: number;
  /** Most executions of one image under one parent within five seconds. */
  peakSiblings: number;
  /** Where `peakSiblings` was seen. */
  siblingImage: string;
  encryptors: readonly Command[];
  recovery: readonly Command[];
  /** Once a cipher was used. */
  ciphers: CipherTally | undefined;
  /** Canary paths that were changed. */
  canaries: readonly string[];
  second: number;
  inSecond: number;
  siblings: BoundedMap<string, { since: number; count: number }>;
}

const MAX_COMMANDS = 16;
/** Window of the sibling count, ms. */
const SIBLING_WINDOW = 5000;

export class ActivityLog {
  readonly #jobs: BoundedMap<LineageId, Activity>;
  #origin = 0;

  constructor(lineages: number) {
    this.#jobs = new BoundedMap(lineages);
  }

  of(lineage: LineageId): Activity | undefined {
    return this.#jobs.peek(lineage);
  }

  /** @param time ms since the epoch */
  operation(time: number, lineage: LineageId): void {
    const job = this.#jobs.obtain(lineage, newActivity);
    if (this.#origin === 0) this.#origin = time;
    // Seconds since the first one: small integers, which cost nothing to keep.
    const second = Math.floor((time - this.#origin) / 1000);
    if (second !== job.second) {
      job.second = second;
      job.inSecond = 0;
    }
    job.inSecond += 1;
    if (job.inSecond > job.peakRate) job.peakRate = job.inSecond;
  }

  start(event: ProcessStart, lineage: LineageId): void {
    if (event.how !== 'exec') return;
    const job = this.#jobs.obtain(lineage, newActivity);
    this.#sibling(job, event);
    const argv = event.argv.join(' ').slice(0, 300);
    const encryptor = encryptingCommand(event.argv);
    if (encryptor !== undefined) {
      job.encryptors = [
        ...job.encryptors.slice(1 - MAX_COMMANDS),
        { what: encryptor, argv, process: event.process, time: event.time },
      ];
    }
    const recovery = recoveryCommand(event.argv);
    if (recovery !== undefined) {
      job.recovery = [
        ...job.recovery.slice(1 - MAX_COMMANDS),
        { what: recovery, argv, process: event.process, time: event.time },
      ];
    }
  }

  cipher(event: CryptoUse, lineage: LineageId): void {
    const job = this.#jobs.obtain(lineage, newActivity);
    job.ciphers ??= new CipherTally();
    job.ciphers.take(event);
  }

  canary(lineage: LineageId, path: string): void {
    const job = this.#jobs.obtain(lineage, newActivity);
    if (!job.canaries.includes(path) && job.canaries.length < MAX_COMMANDS) job.canaries = [...job.canaries, path];
  }

  gauges(): Record<string, number> {
    return { jobs: this.#jobs.size, job_evictions: this.#jobs.evictions };
  }

  #sibling(job: Activity, event: ProcessStart): void {
    const key = `${event.parent} ${event.image.file}`;
    const known = job.siblings.get(key);
    const count = known === undefined || event.time - known.since > SIBLING_WINDOW ? 1 : known.count + 1;
    job.siblings.set(key, { since: count === 1 || known === undefined ? event.time : known.since, count });
    if (count <= job.peakSiblings) return;
    job.peakSiblings = count;
    job.siblingImage = event.image.path;
  }
}

function newActivity(): Activity {
  return {
    peakRate: 0,
    peakSiblings: 0,
    siblingImage: '',
    encryptors: [],
    recovery: [],
    ciphers: undefined,
    canaries: [],
    second: -1,
    inSecond: 0,
    siblings: new BoundedMap(16),
  };
}
