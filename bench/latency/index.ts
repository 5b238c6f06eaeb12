/** From the first hostile operation, and from what decided, to the finding written. */
import { spread } from '../quantile.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

export const latency: Section = {
  name: 'latency',
  about: 'ms from the first hostile operation, and from the one that decided, to the finding written',
  measure: async ({ attacks }) => {
    const found = (await attacks.all()).flatMap(({ proof }) => {
      return proof.discovery === undefined || proof.outcome !== 'found' ? [] : [{ ...proof, ...proof.discovery }];
    });
    const rows = (['AN0603', 'AN0401'] as const).flatMap((analytic) => {
      const mine = found.filter((one) => one.analytic === analytic);
      return [
        { analytic, from: 'its first operation', ...spread(mine.map(({ afterBegin }) => afterBegin)) },
        {
          analytic,
          from: analytic === 'AN0603' ? 'the original that decided' : 'the latest payload',
          ...spread(mine.flatMap(({ afterDecisive }) => (afterDecisive === undefined ? [] : [afterDecisive]))),
        },
      ];
    });
    const text = [
      'Latency to the finding written, ms (aim: p50 ≤ 50, p99 ≤ 250 from what decided; an attack that takes its time to its second file is no delay)',
      table(
        ['analytic', 'from', 'attacks', 'p50', 'p95', 'p99', 'max'],
        rows.map(({ analytic, from, count, median, p95, p99, max }) => [analytic, from, count, median, p95, p99, max]),
      ),
    ].join('\n');
    return { figures: rows, text };
  },
};
