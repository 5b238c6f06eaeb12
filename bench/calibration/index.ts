/** Whether a confidence is the share of cases in which it is right. */
import { CHANNEL_PRIOR } from '../analysis/listening.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

/** What is left where nothing speaks: for AN0603 the logistic of -6. */
const PRIOR = { AN0603: 1 / (1 + Math.exp(6)), AN0401: CHANNEL_PRIOR } as const;
const EDGES = [0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1];

interface Case {
  readonly analytic: 'AN0603' | 'AN0401';
  readonly confidence: number;
  readonly attack: boolean;
}

export const calibration: Section = {
  name: 'calibration',
  about: 'Brier score and reliability of confidence over attacks and ordinary work',
  ofAttacks: true,
  measure: async ({ attacks, benign }) => {
    const hostile = (await attacks.all()).flatMap(({ proof, analysis }): readonly Case[] => {
      const { outcome, discovery, analytic } = proof;
      if (outcome !== 'found' && outcome !== 'missed') return [];
      const peaks = (analysis?.trees ?? []).map((tree) =>
        analytic === 'AN0603' ? tree.confidence : (tree.channel ?? 0),
      );
      return [{ analytic, attack: true, confidence: discovery?.confidence ?? Math.max(PRIOR[analytic], ...peaks) }];
    });
    const ordinary = (await benign.all()).flatMap(({ trees }) =>
      trees.flatMap(({ confidence, channel }): readonly Case[] => [
        { analytic: 'AN0603', attack: false, confidence: Math.max(confidence, PRIOR.AN0603) },
        ...(channel === undefined ? [] : [{ analytic: 'AN0401', attack: false, confidence: channel } as const]),
      ]),
    );
    const cases = [...hostile, ...ordinary];
    const rows = (['AN0603', 'AN0401'] as const).flatMap((analytic) =>
      EDGES.slice(1).map((to, i) => {
        const from = EDGES[i] ?? 0;
        const mine = cases.filter(
          (one) => one.analytic === analytic && one.confidence >= from && (one.confidence < to || to === 1),
        );
        return {
          analytic,
          from,
          to,
          cases: mine.length,
          mean: mean(mine.map(({ confidence }) => confidence)),
          attacks: mean(mine.map(({ attack }) => Number(attack))),
        };
      }),
    );
    const scores = (['AN0603', 'AN0401', undefined] as const).map((analytic) => {
      const of = (some: readonly Case[]) => some.filter((one) => analytic === undefined || one.analytic === analytic);
      const [attacks, trees] = [of(hostile), of(ordinary)];
      const score = { all: brier([...attacks, ...trees]), ofAttacks: brier(attacks), ofWork: brier(trees) };
      return { analytic: analytic ?? 'both', attacks: attacks.length, trees: trees.length, ...score };
    });
    const text = [
      'Brier score (aim ≤ 0.02)',
      table(
        ['analytic', 'attacks', 'ordinary trees', 'score', 'of attacks', 'of ordinary trees'],
        scores.map((one) => [one.analytic, one.attacks, one.trees, one.all, one.ofAttacks, one.ofWork]),
        4,
      ),
      '',
      table(
        ['analytic', 'confidence', 'cases', 'mean confidence', 'share of attacks'],
        rows.map((row) => [row.analytic, `${row.from} to ${row.to}`, row.cases, row.mean, row.attacks]),
        3,
      ),
      COUNTED,
    ].join('\n');
    return { figures: { scores, rows, counted: COUNTED }, text };
  },
};

const COUNTED =
  'An attack counts with the confidence of its first finding; one without a finding with the highest that its analytic reached when its recording was judged again without a limit (attacks that take minutes have none: the prior). A tree of ordinary work counts with the highest of such a second judgement: for AN0603 every tree, with the prior (0.0025) where nothing was destroyed; for AN0401 the trees with an outbound session, with the prior (0.0009) where the conjunction does not hold.';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function brier(cases: readonly Case[]): number {
  return mean(cases.map(({ confidence, attack }) => (confidence - Number(attack)) ** 2));
}
