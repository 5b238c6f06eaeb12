/** How many originals are lost when the finding is written: per way of doing it, and over the speed of the attack. */
import { emulations } from '../../emulations/catalogue.ts';
import type { Emulation } from '../../emulations/emulation.ts';
import { type Proof, ProvingGround } from '../../src/coverage/index.ts';
import { PROGRAM } from '../gather/attacks.ts';
import { type Spread, spread } from '../quantile.ts';
import type { Context, Section } from '../section.ts';
import { type Cell, table } from '../table.ts';

const RATES = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];
/** At this rate every way of doing it is compared. */
const COMMON_RATE = 100;
/** Who is followed over the rates: an encryptor of its own, and the tools that people have. */
const CURVES = [
  'an0603/order-in-place',
  'an0603/order-new-then-unlink',
  'an0603/openssl-enc-while',
  'an0603/gpg-symmetric-while',
];
/** Originals that there are: more than may be lost at most, and no fewer than that. */
const ORIGINALS = { least: 40, perRate: 0.13 };
const LIMIT = 20_000;
/** Runs of each point of a curve, at least. */
const REPEATS = { quick: 2, whole: 7 };

interface Point extends Spread {
  readonly id: string;
  readonly row: string;
  readonly rate: number;
  /** Originals a second that there really were, the median. */
  readonly reached: number;
  readonly missed: number;
  readonly lateMs: Spread;
  readonly kept: boolean;
}

export const protect: Section = {
  name: 'protect',
  about: 'originals destroyed when the finding is written, per way of doing it and over 1 to 10,000 files a second',
  measure: async (context) => {
    const ground = await ProvingGround.open({ program: PROGRAM, signal: context.signal, shared: true });
    try {
      const curve: Point[] = [];
      for (const id of CURVES) {
        for (const rate of context.quick ? [10, 300, 10_000] : RATES) {
          const emulation = emulations.find((one) => one.id === id);
          if (emulation !== undefined) curve.push(...(await point(ground, emulation, rate, repeated(context))));
        }
      }
      const ways: Point[] = [];
      for (const emulation of emulations) {
        if (emulation.analytic !== 'AN0603' || !emulation.paced || (context.quick && !emulation.short)) continue;
        ways.push(...(await point(ground, emulation, COMMON_RATE, context)));
      }
      return { figures: { aims: AIMS, curve, ways }, text: textOf(curve, ways) };
    } finally {
      await ground.close();
    }
  },
};

function repeated(context: Context): Context {
  const count = Math.max(context.seeds.length, context.quick ? REPEATS.quick : REPEATS.whole);
  return { ...context, seeds: Array.from({ length: count }, (_, i) => i + 1) };
}

/** Nothing where a program is missing. */
async function point(ground: ProvingGround, emulation: Emulation, rate: number, context: Context): Promise<Point[]> {
  const proofs: Proof[] = [];
  for (const seed of context.seeds) {
    const documents = ORIGINALS.least + Math.ceil(rate * ORIGINALS.perRate);
    proofs.push(await ground.prove(emulation, { seed, rate, documents, untilFound: true, limit: LIMIT }));
  }
  const found = proofs.flatMap((proof) => (proof.discovery === undefined ? [] : [{ ...proof, ...proof.discovery }]));
  const lostEach = proofs.map(({ outcome, why, discovery }) => discovery?.destroyed ?? `${outcome} (${why})`);
  context.say(`${emulation.id} at ${rate} a second: ${lostEach.join(', ')} lost`);
  const run = proofs.filter(({ outcome }) => outcome !== 'skipped');
  if (run.length === 0) return [];
  const lost = spread(found.map(({ discovery }) => discovery?.destroyed ?? 0));
  return [
    {
      ...{ id: emulation.id, row: emulation.row, rate, ...lost },
      reached: spread(found.flatMap(({ pace }) => pace ?? [])).median,
      missed: run.length - found.length,
      lateMs: spread(found.map(({ afterDecisive }) => afterDecisive ?? 0)),
      kept: lost.median <= 2 + rate * 0.02 && lost.p95 <= 6 + rate * 0.05 && lost.max <= 10 + rate * 0.1,
    },
  ];
}

const AIMS = 'median ≤ 2 + rate × 20 ms, p95 ≤ 6 + rate × 50 ms, max ≤ 10 + rate × 100 ms';

function textOf(curve: readonly Point[], ways: readonly Point[]): string {
  const head = ['attack', 'asked /s', 'reached /s', 'median', 'p95', 'max', 'ms, median', 'ms, max', 'aim'];
  const cells = (one: Point): readonly Cell[] => [
    ...[one.id, one.rate, Math.round(one.reached), one.median, one.p95, one.max],
    ...[one.lateMs.median, one.lateMs.max],
    one.missed > 0 ? `${one.missed} MISSED` : one.kept ? 'kept' : 'NOT KEPT',
  ];
  const kept = ways.filter((one) => one.kept && one.missed === 0).length;
  return [
    `Originals destroyed when the finding is written (aim: ${AIMS}; ms from the original that decided)`,
    table(head, curve.map(cells)),
    '',
    `Every way of doing it, asked for ${COMMON_RATE} files a second: the aim is kept by ${kept} of ${ways.length}`,
    table(head, ways.map(cells)),
  ].join('\n');
}
