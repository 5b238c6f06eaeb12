/** Ordinary work, done under the eyes of the real program, with a recording that the comparators judge as well. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../emulations/document/random.ts';
import { CATALOGUE } from '../../test/benign/catalogue.ts';
import { unfit } from '../../test/benign/fitness.ts';
import { explain, makeRoot, type Outcome, watched } from '../../test/benign/watched.ts';
import type { Workload } from '../../test/benign/workload.ts';
import { Live } from '../../test/e2e/live.ts';
import { type Alert, analyse, type Tree } from '../analysis/analyse.ts';

/** Workloads that one program watches, one after the other. A recording of more would be long to judge. */
const TOGETHER = 12;
const PAIRS = { quick: 2, whole: 40 };
const LIFE = '7200s';

export interface Work {
  readonly ids: readonly string[];
  readonly seed: number;
  /** How it failed; then it shows nothing. */
  readonly failures: readonly string[];
  readonly findings: readonly { readonly analytic: string; readonly confidence: number; readonly told: string }[];
  readonly trees: readonly Tree[];
  readonly alerts: readonly Alert[];
  readonly ms: number;
}

export interface BenignOptions {
  readonly quick: boolean;
  readonly seeds: readonly number[];
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

interface Planned {
  readonly workloads: readonly Workload[];
  readonly seed: number;
}

export class Benign {
  readonly #options: BenignOptions;
  #all: Promise<readonly Work[]> | undefined;

  constructor(options: BenignOptions) {
    this.#options = options;
  }

  /** What cannot be done here, and why. */
  skipped(): readonly string[] {
    return this.#chosen().flatMap((workload) => {
      const why = unfit(workload);
      return why === undefined ? [] : [`${workload.id}: ${why}`];
    });
  }

  /** Alone, for each seed, and then in a sample of pairs; the first call does it. */
  all(): Promise<readonly Work[]> {
    this.#all ??= this.#run();
    return this.#all;
  }

  #chosen(): readonly Workload[] {
    return CATALOGUE.filter(({ short }) => short || !this.#options.quick);
  }

  #plan(): readonly Planned[] {
    const { quick, seeds } = this.#options;
    const fit = this.#chosen().filter((workload) => unfit(workload) === undefined);
    const alone = seeds.flatMap((seed) => fit.map((workload) => ({ workloads: [workload], seed })));
    const random = new Random(seeds[0] ?? 1);
    const pairs = Array.from({ length: quick ? PAIRS.quick : PAIRS.whole }, (_, i) => {
      const first = random.pick(fit);
      const others = fit.filter(({ id }) => id !== first.id);
      return { workloads: [first, random.pick(others)], seed: i + 1 };
    });
    return [...alone, ...pairs];
  }

  async #run(): Promise<readonly Work[]> {
    const plan = this.#plan();
    const root = makeRoot();
    const done: Work[] = [];
    try {
      for (let at = 0; at < plan.length; at += TOGETHER) {
        done.push(...(await this.#together(plan.slice(at, at + TOGETHER), root)));
        this.#options.say(`${done.length} of ${plan.length} workloads and pairs done`);
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
    return done;
  }

  async #together(plan: readonly Planned[], root: string): Promise<readonly Work[]> {
    const { directory, signal } = this.#options;
    const place = mkdtempSync(join(directory, 'live-'));
    const record = join(place, 'work.cwr');
    const live = await Live.run(place, ['--record', record, '--duration', LIFE]);
    const outcomes: { readonly outcome: Outcome; readonly seed: number; readonly from: number; readonly to: number }[] =
      [];
    try {
      for (const { workloads, seed } of plan) {
        signal.throwIfAborted();
        const from = Date.now();
        const outcome = await watched(live, root, workloads, { seed });
        outcomes.push({ outcome, seed, from, to: Date.now() });
      }
    } finally {
      await live.stop();
    }
    const { trees, alerts } = await analyse(record, process.pid);
    rmSync(place, { recursive: true, force: true });
    return outcomes.map(({ outcome, seed, from, to }) => ({
      ids: outcome.ids,
      seed,
      failures: outcome.failures,
      findings: outcome.findings.map((finding) => ({
        analytic: finding.analytic.uid,
        confidence: finding.confidence,
        told: explain(finding),
      })),
      trees: trees.filter(({ began }) => began >= from && began <= to),
      alerts: alerts.filter(({ time }) => time >= from && time <= to),
      ms: outcome.ms,
    }));
  }
}
