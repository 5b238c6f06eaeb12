/** What a recording says of the sessions: how many of which kind, and what the comparators alone would have told. */
import type { NetSession, ProcessKey } from '../../src/event/index.ts';
import { Host, noAnswers, recordedAnswers } from '../../src/host/index.ts';
import { openRecording } from '../../src/source/index.ts';
import { nameApplication } from '../../src/stats/index.ts';
import { comparators } from '../comparators/index.ts';
import { isOverNetwork, type NetworkSession } from '../comparators/over-network.ts';

export interface Counted {
  /** Outbound sessions by the folder of the job that opened them, and by what their first bytes are. */
  readonly sessions: readonly { readonly folder: string; readonly application: string; readonly count: number }[];
  /** Programs that were executed. */
  readonly processes: number;
  readonly events: number;
  /** Records and sessions that are known to be missing, by reason; none where there is none. */
  readonly lost: Readonly<Record<string, number>>;
  /** Encrypted sessions, and their processes, with an alert of each comparator. */
  readonly alerts: readonly { readonly name: string; readonly sessions: number; readonly processes: number }[];
}

/** Not encrypted: the questions of resolvers, what asks the proxy, and what never said anything. */
export const PLAIN: ReadonlySet<string> = new Set(['dns', 'http', 'empty']);
/** Losses by which whole records or sessions went missing. */
const WHOLE = ['ring_full', 'file_table_full', 'net_table_full', 'pipe', 'missed'] as const;

/**
 * @param namespace inode of the clients' network namespace: other sessions do not count
 * @param work the directory in whose folders jobs work
 */
export async function count(path: string, namespace: number, work: string): Promise<Counted> {
  const recording = await openRecording(path);
  const { ownership, users } = recordedAnswers(recording.notes) ?? noAnswers;
  const host = new Host({ ownership, users });
  const judges = comparators
    .filter(({ analytic }) => analytic === 'AN0401')
    .map(({ name, begin }) => ({ name, judge: begin(), alerted: new Map<string, ProcessKey>() }));
  const sessions = new Map<string, { readonly folder: string; application: string }>();
  const lost = new Map<string, number>();
  let [events, processes] = [0, 0];
  for await (const batch of recording) {
    for (const event of batch) {
      events += 1;
      host.apply(event);
      if (event.kind === 'process_start' && event.how === 'exec' && event.namespaces.net === namespace) processes += 1;
      if (event.kind === 'gap' && event.missing !== undefined) lost.set('gap', (lost.get('gap') ?? 0) + event.missing);
      if (event.kind === 'status') for (const reason of WHOLE) lost.set(reason, event.lost[reason]);
      const outbound = isOverNetwork(event) && event.netNamespace === namespace && event.direction === 'out';
      if (event.kind === 'net_session' && !outbound) continue;
      for (const one of judges) {
        const alerted = one.judge(event, host);
        if (alerted === undefined || event.kind !== 'net_session') continue;
        one.alerted.set(idOf(event), alerted);
      }
      if (!isOverNetwork(event)) continue;
      const known = sessions.get(idOf(event));
      const application = applicationOf(event);
      if (known !== undefined) known.application = application;
      else sessions.set(idOf(event), { folder: folderOf(host.process(event.process)?.cwd ?? '', work), application });
    }
  }
  return {
    sessions: tally([...sessions.values()]),
    processes,
    events,
    lost: Object.fromEntries([...lost].filter(([, number]) => number > 0)),
    alerts: judges.map(({ name, alerted }) => {
      const meant = [...alerted].filter(([id]) => !PLAIN.has(sessions.get(id)?.application ?? ''));
      return { name, sessions: meant.length, processes: new Set(meant.map(([, process]) => process)).size };
    }),
  };
}

/** A descriptor that was handed on is the same session. */
const idOf = ({ socket, remote }: NetSession) => `${socket} ${remote.address}:${remote.port}`;

function applicationOf({ protocol, tx, rx }: NetworkSession): string {
  if (tx.bytes + rx.bytes === 0) return 'empty';
  return nameApplication({ transport: protocol, client: tx.first, server: rx.first }).name;
}

function folderOf(cwd: string, work: string): string {
  return cwd.startsWith(`${work}/`) ? (cwd.slice(work.length + 1).split('/')[0] ?? '') : '';
}

function tally(all: readonly { readonly folder: string; readonly application: string }[]): Counted['sessions'] {
  const counts = new Map<string, { folder: string; application: string; count: number }>();
  for (const { folder, application } of all) {
    const key = `${folder} ${application}`;
    const known = counts.get(key) ?? { folder, application, count: 0 };
    counts.set(key, known);
    known.count += 1;
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}
