/** Whether a confidence is the share of cases in which it is right. */
import type { Section } from '../section.ts';
import { table } from '../table.ts';

/** A tree in which nothing was destroyed has only the prior: logistic of -6. */
const PRIOR = 1 / (1 + Math.exp(6));
const EDGES = [0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1];

interface Case {
  readonly confidence: number;
  readonly attack: boolean;
}

export const calibration: Section = {
  name: 'calibration',
  about: 'Brier score and reliability of confidence over attacks and ordinary work',
  measure: async ({ attacks, benign }) => {
    const hostile = (await attacks.all()).flatMap(({ proof, analysis }): readonly Case[] => {
      const { outcome, discovery, analytic } = proof;
      if (outcome !== 'found' && outcome !== 'missed') return [];
      const peak = Math.max(PRIOR, ...(analysis?.trees ?? []).map(({ confidence }) => confidence));
      return [{ attack: true, confidence: discovery?.confidence ?? (analytic === 'AN0603' ? peak : PRIOR) }];
    });
    const ordinary = (await benign.all()).flatMap(({ trees, findings }): readonly Case[] => [
      ...trees.map(({ confidence }) => ({ attack: false, confidence: Math.max(confidence, PRIOR) })),
      ...findings
        .filter(({ analytic }) => analytic === 'AN0401')
        .map(({ confidence }) => ({ attack: false, confidence })),
    ]);
    const cases = [...hostile, ...ordinary];
    const rows = EDGES.slice(1).map((to, i) => {
      const from = EDGES[i] ?? 0;
      const mine = cases.filter(({ confidence }) => confidence >= from && (confidence < to || to === 1));
      return {
        from,
        to,
        cases: mine.length,
        mean: mean(mine.map(({ confidence }) => confidence)),
        attacks: mean(mine.map(({ attack }) => Number(attack))),
      };
    });
    const [all, ofAttacks, ofWork] = [brier(cases), brier(hostile), brier(ordinary)];
    const counts = { attacks: hostile.length, trees: ordinary.length };
    const text = [
      `Brier score ${all.toFixed(4)} (aim ≤ 0.02): ${counts.attacks} attacks ${ofAttacks.toFixed(4)}, ${counts.trees} ordinary process trees ${ofWork.toFixed(4)}`,
      table(
        ['confidence', 'cases', 'mean confidence', 'share of attacks'],
        rows.map((row) => [`${row.from} to ${row.to}`, row.cases, row.mean, row.attacks]),
        3,
      ),
      COUNTED,
    ].join('\n');
    return { figures: { brier: { all, ofAttacks, ofWork }, ...counts, rows, counted: COUNTED }, text };
  },
};

const COUNTED =
  'An attack counts with the confidence of its first finding; one without a finding with the highest that AN0603 reached when its recording was judged again without a threshold. A tree of ordinary work counts with the highest of such a second judgement, or with the prior (0.0025) where nothing was destroyed; AN0401 counts only where it told a finding, since it does not tell of what stays below its threshold.';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function brier(cases: readonly Case[]): number {
  return mean(cases.map(({ confidence, attack }) => (confidence - Number(attack)) ** 2));
}
