/** Which attacks are found, plain and with names taken away, and what others would have found. */

import type { Proof } from '../../src/coverage/index.ts';
import { comparators } from '../comparators/index.ts';
import type { Attack } from '../gather/attacks.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

const ANALYTICS = ['AN0603', 'AN0401'] as const;

export const recall: Section = {
  name: 'recall',
  about: 'attacks found, per row of what must be caught, plain and ablated, next to comparators on the same recordings',
  ofAttacks: true,
  measure: async ({ attacks }) => {
    const all = await attacks.all();
    const rows = [...new Set(all.map(({ proof }) => `${proof.analytic} ${proof.row}`))].map((key) => {
      const mine = all.filter(({ proof }) => `${proof.analytic} ${proof.row}` === key);
      return { key, plain: share(mine, false), ablated: share(mine, true) };
    });
    const misses = all.filter(({ proof }) => proof.outcome !== 'found').map(({ proof }) => proof);
    const compared = comparators.map((one) => ({ name: one.name, about: one.about, ...against(all, one) }));
    const totals = ANALYTICS.map((analytic) => {
      const mine = all.filter(({ proof }) => proof.analytic === analytic);
      return { analytic, plain: share(mine, false), ablated: share(mine, true) };
    });
    const wires = WIRES.map(({ wire, about, aim }) => {
      const mine = all.filter(({ proof }) => proof.channel?.wire === wire);
      const others = comparators
        .filter(({ analytic }) => analytic === 'AN0401')
        .map((one) => ({ name: one.name, ...against(mine, one) }));
      return { wire, about, aim, plain: share(mine, false), ablated: share(mine, true), others };
    });
    const text = [
      'Recall: found of run, per row (aim: all, and unchanged by ablation)',
      table(
        ['row', 'plain', 'ablated'],
        [...totals.map(({ analytic, ...rest }) => ({ key: `${analytic}, all rows`, ...rest })), ...rows].map((row) => [
          row.key,
          ratio(row.plain),
          ratio(row.ablated),
        ]),
      ),
      '',
      'AN0401 by what its sessions are on the wire, next to comparators on the same recordings (plain + ablated)',
      table(
        ['on the wire', 'plain', 'ablated', 'aim', ...(wires[0]?.others ?? []).map(({ name }) => name)],
        wires.map(({ about, aim, plain, ablated, others }) => [
          ...[about, percent(plain), percent(ablated), aim],
          ...others.map((one) => percent(both(one.plain, one.ablated))),
        ]),
      ),
      '',
      misses.length === 0 ? 'Nothing was missed, failed or skipped.' : 'Not found:',
      ...misses.map(({ id, ablated, seed, outcome, why }) => {
        return `  ${outcome.padEnd(7)} ${id}${ablated ? ', ablated' : ''}, seed ${seed}: ${why}`;
      }),
      '',
      'Comparators on the same recordings: attacks with an alert',
      table(
        ['comparator', 'plain', 'ablated', 'what it is'],
        compared.map(({ name, plain, ablated, about }) => [name, ratio(plain), ratio(ablated), about]),
      ),
    ].join('\n');
    return { figures: { totals, wires, rows, misses, compared, proofs: all.map(({ proof }) => brief(proof)) }, text };
  },
};

/** AN0401 has aims for each. */
const WIRES = [
  { wire: 'sealed', about: 'fully encrypted, by a cipher of its own', aim: '100 %' },
  { wire: 'tls', about: 'TLS', aim: '≥ 95 %' },
  { wire: 'ssh', about: 'SSH', aim: '' },
] as const;

interface Share {
  readonly found: number;
  readonly run: number;
}

function share(all: readonly Attack[], ablated: boolean): Share {
  const run = all.filter(({ proof }) => proof.ablated === ablated && proof.outcome !== 'skipped');
  return { found: run.filter(({ proof }) => proof.outcome === 'found').length, run: run.length };
}

function against(all: readonly Attack[], { name, analytic }: (typeof comparators)[number]) {
  const of = (ablated: boolean): Share => {
    const run = all.filter(
      ({ proof, analysis }) => proof.analytic === analytic && proof.ablated === ablated && analysis !== undefined,
    );
    const alerted = run.filter(({ analysis }) => analysis?.alerts.some(({ comparator }) => comparator === name));
    return { found: alerted.length, run: run.length };
  };
  return { plain: of(false), ablated: of(true) };
}

const both = (one: Share, other: Share): Share => ({ found: one.found + other.found, run: one.run + other.run });
const percent = ({ found, run }: Share) =>
  run === 0 ? '-' : `${found} of ${run} (${((found / run) * 100).toFixed(0)} %)`;
const ratio = ({ found, run }: Share) => (run === 0 ? '-' : `${found} of ${run}`);

/** What is kept of a run: no paths, which differ from machine to machine. */
function brief({ id, ablated, seed, outcome, destroyed, payloads, ms, discovery }: Proof) {
  const found = discovery && {
    afterBegin: Math.round(discovery.afterBegin),
    afterDecisive: discovery.afterDecisive && Math.round(discovery.afterDecisive),
    destroyed: discovery.destroyed,
    payloads: discovery.payloads,
    confidence: Math.round(discovery.confidence * 1000) / 1000,
  };
  return { id, ablated, seed, outcome, destroyed, payloads, ms: Math.round(ms), found };
}
