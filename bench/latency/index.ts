/** From the first hostile operation, and from what decided, to the finding written. */
import type { Channel } from '../../emulations/emulation.ts';
import { spread } from '../quantile.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';

export const latency: Section = {
  name: 'latency',
  about: 'ms from the first hostile operation, and from the one that decided, to the finding written',
  ofAttacks: true,
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
    const channels = channelRows(found);
    const text = [
      'Latency to the finding written, ms (aim: p50 ≤ 50, p99 ≤ 250 from what decided; an attack that takes its time to its second file is no delay)',
      table(
        ['analytic', 'from', 'attacks', 'p50', 'p95', 'p99', 'max'],
        rows.map(({ analytic, from, count, median, p95, p99, max }) => [analytic, from, count, median, p95, p99, max]),
      ),
      '',
      'AN0401, from the first payload (aim ≤ 1,000 ms where the bytes give it away), and for beacons the callbacks until the finding (aim ≤ 6)',
      table(
        ['on the wire', 'talk', 'found', 'ms, p50', 'ms, p95', 'ms, max', 'payloads, p50', 'payloads, max', 'aim'],
        channels.map(({ wire, talk, ms, payloads, kept }) => [
          ...[WORDS[wire], talk, ms.count, ms.median, ms.p95, ms.max, payloads.median, payloads.max, kept],
        ]),
        0,
      ),
    ].join('\n');
    return { figures: { rows, channels }, text };
  },
};

const WORDS = { sealed: 'fully encrypted', tls: 'TLS', ssh: 'SSH' } as const;
/** ms after the first payload, and callbacks. */
const AIMS = { afterFirstPayload: 1000, callbacks: 6 };

interface Found {
  readonly channel?: Channel;
  readonly afterFirstPayload?: number;
  readonly payloads: number;
}

/** A finding that came before the first payload counts as 0 ms. */
function channelRows(found: readonly Found[]) {
  const wires = ['sealed', 'tls', 'ssh'] as const;
  const talks = ['shell', 'commands', 'polls', 'upload', 'beacons'] as const;
  return wires.flatMap((wire) =>
    talks.flatMap((talk) => {
      const mine = found.filter(({ channel }) => channel?.wire === wire && channel.talk === talk);
      if (mine.length === 0) return [];
      const ms = spread(mine.map(({ afterFirstPayload }) => afterFirstPayload ?? 0));
      const payloads = spread(mine.map((one) => one.payloads));
      const kept = talk === 'beacons' ? payloads.max <= AIMS.callbacks : ms.max <= AIMS.afterFirstPayload;
      return [{ wire, talk, ms, payloads, kept: kept ? 'kept' : 'NOT KEPT' }];
    }),
  );
}
