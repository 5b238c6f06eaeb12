/** Workloads done while the real program watches: what it told of them. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../src/incident/index.ts';
import { type Live, ours } from '../e2e/live.ts';
import { runScript } from './job.ts';
import { Room } from './room.ts';
import type { Workload } from './workload.ts';

export interface WatchOptions {
  /** ms after the work in which a finding would still come. */
  readonly settle?: number;
  /** Of the documents. */
  readonly seed?: number;
}

export interface Outcome {
  readonly ids: readonly string[];
  /** Findings about this work, each in its last revision. */
  readonly findings: readonly Finding[];
  /** How work failed; such an outcome shows nothing. */
  readonly failures: readonly string[];
  /** ms of the work alone. */
  readonly ms: number;
}

/** A finding waits for a second at most; see *Doubt* in AN0603's page. */
const SETTLE = 1500;
/** ms between what is prepared and the work, which makes them two jobs. */
const PAUSE = 200;
let count = 0;

/** A directory for rooms, where people keep what matters to them, as far as this machine has such a place. */
export function makeRoot(): string {
  const root = mkdtempSync(join(existsSync('/srv') ? '/srv' : tmpdir(), 'cipherwatch-benign-'));
  // A database server works in it under a user of its own.
  chmodSync(root, 0o755);
  return root;
}

/**
 * Does workloads at once, side by side in one directory.
 * @param root by `makeRoot`
 */
export async function watched(
  live: Live,
  root: string,
  workloads: readonly Workload[],
  { settle = SETTLE, seed = 1 }: WatchOptions = {},
): Promise<Outcome> {
  count += 1;
  const place = join(root, `place-${count}`);
  mkdirSync(place);
  const told = live.poll().length;
  const failures: string[] = [];
  const rooms = workloads.map((workload, i) => ({ workload, room: new Room(place, seed + i) }));
  const attempt = (workload: Workload, act: Promise<void>) =>
    act.catch((error: Error) => void failures.push(`${workload.id}: ${error.message}`));
  let ms = 0;
  try {
    for (const { workload, room } of rooms) await attempt(workload, workload.prepare(room));
    if (failures.length === 0) {
      await sleep(PAUSE);
      const from = performance.now();
      await Promise.all(rooms.map(({ workload, room }) => attempt(workload, workload.run(room))));
      ms = performance.now() - from;
    }
  } finally {
    for (const { room } of rooms) await room.close();
    // By a job of its own: this process has read the documents.
    await runScript(`rm -rf ${place}`, '/', {});
    await sleep(settle);
  }
  const revisions = live.poll().slice(told);
  const last = new Map(revisions.map(({ finding }) => [finding.uid, finding]));
  const findings = [...last.values()].filter((finding) => ours(finding, place));
  return { ids: workloads.map(({ id }) => id), findings, failures, ms };
}

/** A finding with its reasons, for the message of a failed test. */
export function explain(finding: Finding): string {
  const legs = finding.legs
    .filter(({ state }) => state === 'seen')
    .map(({ leg, weight, reasons }) => `  ${leg} ${weight.toFixed(2)}: ${reasons.join('; ')}`);
  const files = (finding.affected?.files ?? [])
    .slice(0, 6)
    .map(({ how, path, before, after, counterpart }) => `  ${how} ${path}: ${before} → ${after} ${counterpart ?? ''}`);
  const tree = finding.tree.filter(({ participant }) => participant).map(({ argv }) => argv.join(' ').slice(0, 120));
  const head = `${finding.analytic.uid} ${finding.title}, confidence ${finding.confidence.toFixed(3)}, by ${finding.group.kind}`;
  return [head, ...legs, ...files, ...tree.slice(0, 6).map((line) => `  by ${line}`)].join('\n');
}
