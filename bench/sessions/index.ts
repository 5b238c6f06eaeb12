/** Findings over very many ordinary encrypted sessions, of clients and servers that are real. */
import { mkdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Room } from '../../test/benign/room.ts';
import { explain, makeRoot } from '../../test/benign/watched.ts';
import { Live, ours } from '../../test/e2e/live.ts';
import type { Context, Measured, Section } from '../section.ts';
import { type Cell, table } from '../table.ts';
import { type Counted, count, PLAIN } from './count.ts';
import { Crew, fit, folderOf, plan } from './crew.ts';
import { AGENTS, APART, MIX } from './mix.ts';
import { Network } from './network.ts';
import { upperBound } from './rate.ts';
import { installClients, startServers, writeIdentity } from './servers.ts';

/** That are asked for; agents and what servers open themselves come on top. */
const SESSIONS = { quick: 3000, whole: 100_000 };
const CLIENTS = fileURLToPath(new URL('clients', import.meta.url));
/** ms after the last session in which a finding would still come */
const SETTLE = 3000;
const LIFE = '3600s';

interface Told {
  readonly analytic: string;
  readonly folder: string;
  readonly confidence: number;
  readonly told: string;
}

export const sessions: Section = {
  name: 'sessions',
  about: 'findings over 100,000 ordinary encrypted sessions of real clients and servers in network namespaces',
  measure: async (context) => {
    const root = makeRoot();
    const room = new Room(root);
    try {
      await writeIdentity(room);
      const network = await Network.make(room);
      try {
        return await measured(context, room, network);
      } finally {
        await room.close();
        network.remove();
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

async function measured(context: Context, room: Room, network: Network): Promise<Measured> {
  const { quick, directory, signal, say, seeds } = context;
  const { able, missing } = fit([...MIX, ...APART]);
  const jobs = plan(able, quick ? SESSIONS.quick : SESSIONS.whole, seeds[0] ?? 1);
  await installClients(room, CLIENTS);
  await startServers(room, network);
  const place = join(directory, 'sessions');
  mkdirSync(place);
  const record = join(place, 'sessions.cwr');
  const crew = new Crew(room, network);
  const live = await Live.run(place, ['--record', record, '--duration', LIFE]);
  const from = performance.now();
  try {
    crew.startAgents(seeds[0] ?? 1);
    await crew.work(jobs, signal, (done) => {
      if (done % 200 === 0) say(`${done} of ${jobs.length} jobs done, ${live.poll().length} lines told`);
    });
    await sleep(SETTLE);
  } finally {
    crew.end();
    await live.stop();
  }
  const seconds = (performance.now() - from) / 1000;
  const last = new Map(live.poll().map(({ finding }) => [finding.uid, finding]));
  const findings = [...last.values()]
    .filter((finding) => ours(finding, room.directory))
    .map((finding) => ({
      analytic: finding.analytic.uid,
      folder: finding.actor.cwd.slice(room.path('work').length + 1).split('/')[0] ?? '',
      confidence: finding.confidence,
      told: explain(finding),
    }));
  say(`${Math.round(seconds)} s of sessions; ${Math.round(statSync(record).size / 1e6)} MB of recording are counted`);
  const namespace = Number(/\d+/.exec(readlinkSync(`/proc/${network.holder}/ns/net`))?.[0]);
  const counted = await count(record, namespace, room.path('work'));
  rmSync(place, { recursive: true, force: true });
  return told(counted, findings, crew.failures, missing, seconds);
}

function told(
  counted: Counted,
  findings: readonly Told[],
  failures: readonly string[],
  missing: readonly string[],
  seconds: number,
): Measured {
  const shares = MIX.reduce((sum, { share }) => sum + share, 0);
  const kinds = [
    ...[...MIX, ...APART].map(({ name, share, apart }) => ({
      name,
      share: (share / shares) * 100,
      apart: apart !== undefined,
      folder: folderOf(name),
    })),
    ...AGENTS.map(({ name }) => ({
      name: `agent: ${name}`,
      share: undefined,
      apart: false,
      folder: folderOf(`agent ${name}`),
    })),
    { name: 'servers: nginx to its upstream, unbound', share: undefined, apart: false, folder: '' },
  ];
  const rows = kinds.map(({ name, share, apart, folder }) => {
    const mine = counted.sessions.filter((one) => one.folder === folder);
    const of = (plain: boolean) =>
      mine.filter(({ application }) => PLAIN.has(application) === plain).reduce((sum, one) => sum + one.count, 0);
    const own = findings.filter((one) => one.analytic === 'AN0401' && one.folder === folder);
    return { name, share, apart, encrypted: of(false), plain: of(true), findings: own.length };
  });
  const mix = rows.filter(({ apart }) => !apart);
  const encrypted = mix.reduce((sum, row) => sum + row.encrypted, 0);
  const plain = mix.reduce((sum, row) => sum + row.plain, 0);
  const apart = rows.filter((row) => row.apart);
  const known = new Set(APART.map(({ name }) => folderOf(name)));
  const wrong = findings.filter(({ folder }) => !known.has(folder));
  const an0401 = wrong.filter(({ analytic }) => analytic === 'AN0401').length;
  const per = (number: number) => ((number / Math.max(encrypted, 1)) * 100_000).toFixed(1);
  const lost = Object.entries(counted.lost).map(([reason, number]) => `${number} ${reason}`);
  const bound = upperBound(an0401, encrypted) * 100_000;
  const text = [
    `Sessions: ${an0401} findings of AN0401 over ${encrypted} encrypted sessions by ${counted.processes} programs: ${per(an0401)} per 100,000, with 95 % certainty at most ${bound.toFixed(1)} (aim ≤ 1; ${wrong.length - an0401} findings of AN0603)`,
    `${plain} sessions in clear besides (names looked up, requests to the proxy); ${counted.events} events in ${seconds.toFixed(0)} s, ${lost.length === 0 ? 'none lost' : `LOST: ${lost.join(', ')}`}`,
    table(
      ['kind', 'asked %', 'encrypted', 'in clear', 'findings'],
      mix.map((row): readonly Cell[] => [row.name, row.share, row.encrypted, row.plain, row.findings]),
    ),
    'Apart, as AN0401’s page says of them that they cannot be told from an attack:',
    table(
      ['kind', 'encrypted', 'findings'],
      apart.map((row) => [row.name, row.encrypted, row.findings]),
    ),
    'Comparators on the same sessions:',
    table(
      ['', 'sessions with an alert', 'programs with one', 'sessions per 100,000'],
      counted.alerts.map(({ name, sessions: alerted, processes }) => [name, alerted, processes, per(alerted)]),
    ),
    ...wrong.map((one) => `FINDING, ${one.folder || 'a server'}:\n${one.told}`),
    ...(failures.length === 0 ? [] : [`${failures.length} jobs did not do all of it:`, ...failures.slice(0, 10)]),
    ...(missing.length === 0 ? [] : ['Not done here:', ...missing]),
  ].join('\n');
  const figures = {
    ...{ encrypted, plain, processes: counted.processes, events: counted.events, lost: counted.lost, seconds },
    ...{ findings: an0401, others: wrong.length - an0401, per100000: Number(per(an0401)), upperBound: bound },
    ...{ rows, alerts: counted.alerts, told: findings, failures, missing },
  };
  return { figures, text };
}
