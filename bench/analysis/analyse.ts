/**
 * What a recording says afterwards: which process trees there were, how near each came to a finding, and what the
 * comparators would have told.
 */
import { an0401Defaults } from '../../src/analytics/an0401/index.ts';
import { assemble } from '../../src/engine/index.ts';
import type { Event, ProcessKey } from '../../src/event/index.ts';
import { Host, type HostView, noAnswers, recordedAnswers } from '../../src/host/index.ts';
import { openRecording } from '../../src/source/index.ts';
import { comparators } from '../comparators/index.ts';
import { listening } from './listening.ts';

/** One alert of a comparator. */
export interface Alert {
  readonly comparator: string;
  readonly time: number;
  readonly lineage: string;
}

export interface Tree {
  /** The job's first process. */
  readonly lineage: string;
  readonly began: number;
  /** The highest confidence of AN0603 in it, told or not; 0 when no original was destroyed. */
  readonly confidence: number;
  /** The same of AN0401; undefined when none of its outbound sessions was judged. */
  readonly channel: number | undefined;
}

export interface Analysis {
  readonly events: number;
  /** First alert of each comparator in each tree. */
  readonly alerts: readonly Alert[];
  readonly trees: readonly Tree[];
}

/**
 * Only trees below `root` count: others may be at work on the machine.
 * @param root pid of the process that started everything, itself excluded
 * @throws EventError, SourceError
 */
export async function analyse(path: string, root: number): Promise<Analysis> {
  const recording = await openRecording(path);
  const { ownership, users } = recordedAnswers(recording.notes) ?? noAnswers;
  const host = new Host({ ownership, users });
  const judges = comparators.map(({ name, begin }) => ({ name, judge: begin() }));
  const alerts = new Map<string, Alert>();
  const trees = new Map<string, { began: number; confidence: number; channel: number | undefined }>();
  const whose = new Map<ProcessKey, string>();
  const low = assemble({
    settings: { an0401: an0401Defaults, an0603: { decisionThreshold: 0, minimumFiles: 1 } },
    ownership,
    users,
    outlets: [
      {
        name: 'trees',
        take: ({ finding: { analytic, confidence, actor, tree } }) => {
          if (analytic.uid !== 'AN0603') return;
          for (const { key } of [actor, ...tree.filter(({ participant }) => participant)]) {
            const known = trees.get(whose.get(key) ?? '');
            if (known !== undefined) known.confidence = Math.max(known.confidence, confidence);
          }
        },
      },
    ],
  });
  const channels = listening((process, confidence) => {
    const known = trees.get(whose.get(process) ?? lineageBelow(process, root, host) ?? '');
    if (known !== undefined) known.channel = Math.max(known.channel ?? 0, confidence);
  });
  let events = 0;
  const take = (event: Event) => {
    events += 1;
    host.apply(event);
    if (event.kind === 'process_start' && event.how === 'exec') {
      const lineage = lineageBelow(event.process, root, host);
      if (lineage !== undefined) {
        whose.set(event.process, lineage);
        if (!trees.has(lineage)) trees.set(lineage, { began: event.time, confidence: 0, channel: undefined });
      }
    }
    for (const { name, judge } of judges) {
      const process = judge(event, host);
      if (process === undefined) continue;
      const lineage = lineageBelow(process, root, host);
      const key = `${name} ${lineage}`;
      if (lineage !== undefined && !alerts.has(key)) alerts.set(key, { comparator: name, time: event.time, lineage });
    }
    low.take([event]);
    channels.observe(event, host);
  };
  for await (const batch of recording) for (const event of batch) take(event);
  low.finish();
  return {
    events,
    alerts: [...alerts.values()],
    trees: [...trees].map(([lineage, tree]) => ({ lineage, ...tree })),
  };
}

/** The job of a process that descends from `root`; undefined for others, and for what belongs to the job of `root` itself. */
function lineageBelow(key: ProcessKey, root: number, host: HostView): string | undefined {
  const process = host.process(key);
  if (process === undefined || process.pid === root) return undefined;
  const above = host.ancestors(key).find(({ pid }) => pid === root);
  return above === undefined || above.lineage === process.lineage ? undefined : process.lineage;
}
