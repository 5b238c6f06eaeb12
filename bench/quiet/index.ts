/** Findings over ordinary work, of which there should be none. */
import { comparators } from '../comparators/index.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

export const quiet: Section = {
  name: 'quiet',
  about:
    'findings over ordinary work with the real programs, alone and in pairs, per process tree, next to comparators',
  measure: async ({ benign }) => {
    const all = await benign.all();
    const done = all.filter(({ failures }) => failures.length === 0);
    const alone = done.filter(({ ids }) => ids.length === 1);
    const paired = done.filter(({ ids }) => ids.length > 1);
    const trees = done.reduce((sum, work) => sum + work.trees.length, 0);
    const findings = done.reduce((sum, work) => sum + work.findings.length, 0);
    const wrong = done.filter((work) => work.findings.length > 0);
    const skipped = benign.skipped();
    const failed = all.flatMap(({ failures }) => failures);
    const others = comparators.map(({ name, about }) => ({
      name,
      about,
      work: done.filter(({ alerts }) => alerts.some(({ comparator }) => comparator === name)).length,
      trees: done.reduce((sum, { alerts }) => sum + alerts.filter(({ comparator }) => comparator === name).length, 0),
    }));
    const rows = [
      { name: 'Cipherwatch', about: 'both analytics, nothing learned', work: wrong.length, trees: findings },
      ...others,
    ];
    const perAnalytic = (['AN0603', 'AN0401'] as const).map((analytic) => ({
      analytic,
      findings: done.reduce((sum, work) => sum + work.findings.filter((one) => one.analytic === analytic).length, 0),
      // AN0401 is asked only where a session leads out
      trees:
        analytic === 'AN0603'
          ? trees
          : done.reduce((sum, work) => sum + work.trees.filter(({ channel }) => channel !== undefined).length, 0),
      highest: Math.max(
        0,
        ...done.flatMap((work) =>
          work.trees.map(({ confidence, channel }) => (analytic === 'AN0603' ? confidence : (channel ?? 0))),
        ),
      ),
    }));
    const text = [
      `Quiet: ${findings} findings over ${alone.length} workloads alone and ${paired.length} pairs, ${trees} process trees: ${(findings / Math.max(trees, 1)).toExponential(1)} per tree (aim: none, ≤ 1e-4 per tree)`,
      table(
        ['', `alerts on, of ${done.length}`, `trees, of ${trees}`, 'what it is'],
        rows.map((row) => [row.name, row.work, row.trees, row.about]),
      ),
      '',
      'By analytic; the highest confidence is of trees judged again without a limit, 0.5 would be told',
      table(
        ['analytic', 'findings', 'trees that it judged', 'highest confidence'],
        perAnalytic.map((one) => [one.analytic, one.findings, one.trees, one.highest]),
        3,
      ),
      ...wrong.flatMap(({ ids, seed, findings: told }) => [
        `FINDING over ${ids.join(' with ')}, seed ${seed}:`,
        ...told.map((one) => one.told),
      ]),
      ...(failed.length === 0 ? [] : ['Did not do what it was meant to, and shows nothing:', ...failed]),
      ...(skipped.length === 0 ? [] : ['Not done here:', ...skipped]),
    ].join('\n');
    const perWork = done.map(({ ids, seed, trees: own, findings: told, alerts, ms }) => ({
      ids,
      seed,
      ms,
      trees: own.length,
      confidence: Math.max(0, ...own.map(({ confidence }) => confidence)),
      channel: Math.max(0, ...own.map(({ channel }) => channel ?? 0)),
      findings: told,
      alerts: [...new Set(alerts.map(({ comparator }) => comparator))],
    }));
    return {
      figures: {
        alone: alone.length,
        pairs: paired.length,
        trees,
        findings,
        perAnalytic,
        rows,
        failed,
        skipped,
        perWork,
      },
      text,
    };
  },
};
