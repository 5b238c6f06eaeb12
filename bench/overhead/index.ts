/** What watching costs the programs that are watched: the same work in turns, with and without. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Live } from '../../test/e2e/live.ts';
import { quantile } from '../quantile.ts';
import type { Context, Section } from '../section.ts';
import { table } from '../table.ts';
import { type Load, loads } from './workloads.ts';

const ROUNDS = { quick: 2, whole: 7 };
/** To let caches and the program settle, ms. */
const SETTLE = 500;

interface Cost {
  readonly name: string;
  /** ms, in the order in which they were measured. */
  readonly without: readonly number[];
  readonly with: readonly number[];
  /** Of each pair, in percent; its median and range. */
  readonly percent: readonly number[];
  readonly median: number;
}

export const overhead: Section = {
  name: 'overhead',
  about: 'the same work in turns with and without the whole program: medians and ranges',
  measure: async (context) => {
    const costs: Cost[] = [];
    for (const load of loads) costs.push(await cost(load, context));
    const medians = costs.map(({ median }) => median);
    const text = [
      'Cost of watching (sensor and engine, on the same cores), pairs in turns (aim: median ≤ 2 %, worst ≤ 5 %)',
      table(
        ['work', 'pairs', 'ms without', 'ms with', 'median %', 'least %', 'most %'],
        costs.map(({ name, without, with: watched, percent, median }) => [
          ...[name, percent.length, quantile(without, 0.5), quantile(watched, 0.5)],
          ...[median, quantile(percent, 0), quantile(percent, 1)],
        ]),
      ),
      `median of all ${quantile(medians, 0.5).toFixed(1)} %, worst ${quantile(medians, 1).toFixed(1)} %`,
    ].join('\n');
    return { figures: costs, text };
  },
};

async function cost(load: Load, { directory, quick, signal, say }: Context): Promise<Cost> {
  const room = mkdtempSync(join(directory, 'load-'));
  const times = { without: [] as number[], with: [] as number[] };
  try {
    await load.prepare(room);
    await timed(load, room);
    for (let round = 0; round < (quick ? ROUNDS.quick : ROUNDS.whole); round += 1) {
      signal.throwIfAborted();
      times.without.push(await timed(load, room));
      const state = join(directory, `watching-${round}`);
      mkdirSync(state);
      const live = await Live.run(state);
      try {
        await sleep(SETTLE);
        times.with.push(await timed(load, room));
      } finally {
        await live.stop();
        rmSync(state, { recursive: true, force: true });
      }
    }
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
  const percent = times.without.map((ms, i) => ((times.with[i] ?? Number.NaN) / ms - 1) * 100);
  const median = quantile(percent, 0.5);
  say(`${load.name}: ${median.toFixed(1)} %`);
  return { name: load.name, ...times, percent, median };
}

async function timed(load: Load, room: string): Promise<number> {
  const from = performance.now();
  await load.run(room);
  const ms = performance.now() - from;
  load.after?.(room);
  await sleep(SETTLE);
  return ms;
}
