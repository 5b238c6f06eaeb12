/** One emulation on its ground, and what was told of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../../emulations/clock.ts';
import type { Effects, Emulation } from '../../emulations/emulation.ts';
import { Ground, type GroundOptions } from '../../emulations/ground.ts';
import { concerns, type Traces } from './concern.ts';
import type { Proof } from './proof.ts';
import { failed, judged } from './verdict.ts';
import type { Told, Watcher } from './watcher.ts';

/** After an attack's end in which its finding may still come, ms. A finding is written within a second. */
const PATIENCE = 3000;
/** For what it needs to be made, its victims above all, ms. */
const PREPARING = 180_000;
/** After which an attack is ended, ms from when its ground was made. */
const LIMIT = 60_000;
/** To let an attack that was told to end do so, ms. */
const ENDING = 5000;
/** The same when all is to end, ms. */
const HURRIED = 1000;
const POLL = 5;

export interface ProofOptions extends Omit<GroundOptions, 'signal' | 'onReady'> {
  /** Ends it once it is found: for those that would go on for long. */
  readonly untilFound?: boolean;
  /** Ends it so many ms after its ground was made. Default 60,000. */
  readonly limit?: number;
  /** Waits for a finding so many ms after its end. Default 3,000. */
  readonly patience?: number;
}

export interface Place {
  /** The ground is made below it. */
  readonly parent: string;
  /** Ends everything. */
  readonly all: AbortSignal;
  /** Called when the ground is made, before the attack begins. */
  readonly watch: () => Promise<Watcher>;
}

export class ProofRun {
  readonly ground: Ground;
  readonly #emulation: Emulation;
  readonly #options: ProofOptions;
  readonly #all: AbortSignal;
  readonly #stop = new AbortController();
  #watcher: Watcher | undefined;
  /** Findings, and words of the program, that were there before. */
  #before = { told: 0, said: 0, time: 0 };
  #fault: unknown;
  #alarm: NodeJS.Timeout | undefined;

  constructor(emulation: Emulation, options: ProofOptions, { parent, all, watch }: Place) {
    this.#emulation = emulation;
    this.#options = options;
    this.#all = all;
    const onReady = async () => {
      try {
        const watcher = await watch();
        this.#watcher = watcher;
        this.#before = { told: watcher.told.length, said: watcher.said, time: wallClock() };
        clearTimeout(this.#alarm);
        this.#alarm = setTimeout(() => this.#stop.abort(), options.limit ?? LIMIT);
      } catch (error) {
        this.#fault = error;
        throw error;
      }
    };
    this.ground = new Ground(parent, { ...options, onReady, signal: AbortSignal.any([this.#stop.signal, all]) });
  }

  async proof(): Promise<Proof> {
    let effects: Effects;
    try {
      effects = await this.#effects();
    } catch (error) {
      this.#all.throwIfAborted();
      if (this.#fault !== undefined) throw this.#fault;
      return failed(this.#emulation, this.#options, error instanceof Error ? error.message : String(error));
    }
    this.#all.throwIfAborted();
    if (this.#watcher === undefined)
      return failed(this.#emulation, this.#options, 'it did not wait for the program to watch');
    const { pid, peer } = effects;
    const traces: Traces = {
      directory: this.ground.directory,
      ...(pid !== process.pid && { pid }),
      ...(peer !== undefined && { peer }),
    };
    await this.#waitFor(traces);
    return judged({
      emulation: this.#emulation,
      options: this.#options,
      effects,
      told: this.#told(traces),
      cut: this.#stop.signal.aborted,
      since: this.#before.time,
      disturbances: this.#watcher.disturbances(this.#before.said),
    });
  }

  async #effects(): Promise<Effects> {
    const { untilFound = false } = this.#options;
    this.#alarm = setTimeout(() => this.#stop.abort(), PREPARING);
    const look = untilFound ? setInterval(() => this.#stopIfFound(), POLL) : undefined;
    const late = Promise.withResolvers<never>();
    const onAbort = () => {
      const grace = this.#all.aborted ? HURRIED : ENDING;
      setTimeout(() => late.reject(new Error(`it did not end within ${grace} ms of being told to`)), grace).unref();
    };
    this.ground.signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([this.#emulation.run(this.ground), late.promise]);
    } finally {
      clearTimeout(this.#alarm);
      clearInterval(look);
      this.ground.signal.removeEventListener('abort', onAbort);
    }
  }

  #stopIfFound(): void {
    if (this.#found({ directory: this.ground.directory })) this.#stop.abort();
  }

  /** The attack is over; its finding may be on its way. */
  async #waitFor(traces: Traces): Promise<void> {
    const until = performance.now() + (this.#options.patience ?? PATIENCE);
    while (!this.#found(traces) && performance.now() < until) {
      this.#watcher?.check();
      await sleep(POLL, undefined, { signal: this.#all });
    }
  }

  #found(traces: Traces): boolean {
    return this.#told(traces).some(({ finding }) => finding.analytic.uid === this.#emulation.analytic);
  }

  #told(traces: Traces): readonly Told[] {
    const told = this.#watcher?.told.slice(this.#before.told) ?? [];
    return told.filter(({ finding }) => concerns(finding, traces));
  }
}
