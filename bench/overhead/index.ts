/** What watching costs the programs that are watched: the same work in turns, with and without. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Live } from '../../test/e2e/live.ts';
import { quantile } from '../quantile.ts';
import type { Context, Section } from '../section.ts';
import { table } from '../table.ts';
import type { Load } from './load.ts';
import { usedBelow, usedBy } from './processor.ts';
import { loads } from './workloads.ts';

const ROUNDS = { quick: 2, whole: 7 };
/** Work that takes less than this at a time, ms, is measured three times as often. */
const SHORT = 3000;
/** To let caches and the program settle, ms. */
const SETTLE = 500;

/** ms, in the order in which they were measured. */
interface Times {
  readonly wall: number[];
  /** Of the work itself, its servers included. */
  readonly processor: number[];
}

interface Cost {
  readonly name: string;
  readonly without: Times;
  readonly with: Times;
  /** ms of processor that sensor and engine used meanwhile. */
  readonly watchers: readonly number[];
  /** Of each pair, in percent. */
  readonly percent: readonly number[];
  readonly processorPercent: readonly number[];
  readonly median: number;
}

export const overhead: Section = {
  name: 'overhead',
  about: 'the same work in turns with and without the whole program: medians and ranges, wall and processor',
  ofWork: true,
  measure: async (context) => {
    const costs: Cost[] = [];
    for (const load of loads.filter(({ name }) => name.includes(context.work))) costs.push(await cost(load, context));
    if (costs.length === 0) throw new Error(`no work has ${context.work} in its name`);
    const medians = costs.map(({ median }) => median);
    const text = [
      'Cost of watching (sensor and engine, on the same cores), pairs in turns (aim: median ≤ 2 %, worst ≤ 5 %; 1 GB over TLS ≤ 3 %)',
      table(
        ['work', 'pairs', 'ms without', 'ms with', 'median %', 'least %', 'most %', 'processor %', 'watchers, ms'],
        costs.map(({ name, without, with: watched, percent, processorPercent, watchers, median }) => [
          ...[name, percent.length, quantile(without.wall, 0.5), quantile(watched.wall, 0.5)],
          ...[median, quantile(percent, 0), quantile(percent, 1)],
          ...[quantile(processorPercent, 0.5), quantile(watchers, 0.5)],
        ]),
      ),
      'Processor: of the work and its servers alone, without sensor and engine, whose own time stands beside it.',
      `median of all ${quantile(medians, 0.5).toFixed(1)} %, worst ${quantile(medians, 1).toFixed(1)} %`,
    ].join('\n');
    return { figures: costs, text };
  },
};

async function cost(load: Load, { directory, quick, signal, say }: Context): Promise<Cost> {
  const room = mkdtempSync(join(directory, 'load-'));
  // a server may work in it under another user
  chmodSync(room, 0o755);
  const times = { without: { wall: [], processor: [] } as Times, with: { wall: [], processor: [] } as Times };
  const watchers: number[] = [];
  try {
    await load.prepare(room, quick);
    const warm: Times = { wall: [], processor: [] };
    await timed(load, room, warm);
    const watched = async () => {
      watchers.push(await whileWatching(directory, () => timed(load, room, times.with)));
    };
    const turns = [() => timed(load, room, times.without), watched];
    const often = (warm.wall[0] ?? 0) < SHORT ? 3 : 1;
    for (let round = 0; round < (quick ? ROUNDS.quick : ROUNDS.whole * often); round += 1) {
      // in turns: what goes before may do the next one good or harm
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
        signal.throwIfAborted();
        await turn();
      }
    }
  } finally {
    await load.close?.();
    rmSync(room, { recursive: true, force: true });
  }
  const percent = compared(times.without.wall, times.with.wall);
  const processorPercent = compared(times.without.processor, times.with.processor);
  const median = quantile(percent, 0.5);
  say(`${load.name}: ${median.toFixed(1)} %, processor ${quantile(processorPercent, 0.5).toFixed(1)} %`);
  return { name: load.name, ...times, watchers, percent, processorPercent, median };
}

/** @returns ms of processor that sensor and engine used meanwhile */
async function whileWatching(directory: string, work: () => Promise<void>): Promise<number> {
  const state = mkdtempSync(join(directory, 'watching-'));
  const live = await Live.run(state);
  try {
    await sleep(SETTLE);
    const before = usedBelow(live.child.pid ?? 0);
    await work();
    return usedBelow(live.child.pid ?? 0) - before;
  } finally {
    await live.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

function compared(without: readonly number[], watched: readonly number[]): readonly number[] {
  return without.map((ms, i) => ((watched[i] ?? Number.NaN) / ms - 1) * 100);
}

async function timed(load: Load, room: string, times: Times): Promise<void> {
  const servers = load.servers?.() ?? [];
  const used = usedBy(servers);
  const from = performance.now();
  await load.run(room);
  times.wall.push(performance.now() - from);
  times.processor.push(usedBy(servers) - used);
  load.after?.(room);
  await sleep(SETTLE);
}
