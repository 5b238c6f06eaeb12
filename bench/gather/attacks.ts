/** Every attack, run under the eyes of the real program, with a recording that the comparators judge as well. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Emulation } from '../../emulations/emulation.ts';
import { type Proof, proveAll } from '../../src/coverage/index.ts';
import { type Analysis, analyse } from '../analysis/analyse.ts';

export const PROGRAM = [
  '--disable-warning=ExperimentalWarning',
  fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
];
/** An attack that goes on for longer is ended, ms. */
const LIMIT = 45_000;

export interface Attack {
  readonly proof: Proof;
  /** Absent when it was skipped or failed before the program watched, and of those that are run at the same time. */
  readonly analysis: Analysis | undefined;
}

export interface AttackOptions {
  readonly chosen: readonly Emulation[];
  readonly seeds: readonly number[];
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export class Attacks {
  readonly #options: AttackOptions;
  #all: Promise<readonly Attack[]> | undefined;

  constructor(options: AttackOptions) {
    this.#options = options;
  }

  /** Plain and ablated, for each seed; the first call runs them. */
  all(): Promise<readonly Attack[]> {
    this.#all ??= this.#run();
    return this.#all;
  }

  async #run(): Promise<readonly Attack[]> {
    const { chosen, seeds, signal, say, directory } = this.#options;
    const manners = seeds.flatMap((seed) => [false, true].map((ablated) => ({ seed, ablated })));
    const record = join(directory, 'attack.cwr');
    const asked = chosen.flatMap((emulation) =>
      manners.map((manner) => ({ emulation, ...manner, record, limit: LIMIT })),
    );
    const done: Attack[] = [];
    for await (const proof of proveAll(asked, { program: PROGRAM, signal })) {
      done.push({ proof, analysis: await analysed(record) });
      say(`${done.length} of ${asked.length}: ${words(proof)}`);
    }
    return done;
  }
}

/** There is none of what was skipped or takes minutes, and it is empty when the attack failed before it began. */
async function analysed(record: string): Promise<Analysis | undefined> {
  try {
    return await analyse(record, process.pid);
  } catch {
    return undefined;
  } finally {
    rmSync(record, { force: true });
  }
}

function words({ id, ablated, seed, outcome, why, discovery }: Proof): string {
  const how = `${id}${ablated ? ', ablated' : ''}, seed ${seed}: ${outcome}`;
  if (discovery === undefined) return `${how} (${why})`;
  const { destroyed, afterBegin } = discovery;
  return `${how} after ${afterBegin.toFixed(0)} ms, ${destroyed} originals destroyed${why === '' ? '' : ` (${why})`}`;
}
