/** Judges a stream without end and tells of its own size on the way, as JSON lines. `node --expose-gc drive.ts FILES` */
import { an0401Defaults } from '../../src/analytics/an0401/index.ts';
import { assemble } from '../../src/engine/index.ts';
import type { Event } from '../../src/event/index.ts';
import { noOwnership, noUserNames } from '../../src/host/index.ts';
import { busyHost } from './stream.ts';

export interface Reading {
  readonly files: number;
  readonly events: number;
  /** After a collection, MiB. */
  readonly heap: number;
  readonly resident: number;
  /** µs per event since the reading before, making the events included. */
  readonly cost: number;
  readonly findings: number;
  /** Sizes and evictions of all tables. */
  readonly gauges: Readonly<Record<string, number>>;
}

const BATCH = 256;
const MIB = 1_048_576;

const most = Number(process.argv[2] ?? 10_000);
const scales = [most / 100, most / 10, most];
const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});

const engine = assemble({
  settings: { an0401: an0401Defaults, an0603: {} },
  ownership: noOwnership,
  users: noUserNames,
  outlets: [],
});

let batch: Event[] = [];
let [events, files, before, from] = [0, 0, 0, performance.now()];
for (const event of busyHost(most)) {
  events += 1;
  batch.push(event);
  if (event.kind === 'file_session' && event.readBytes > 0) files += 1;
  if (batch.length >= BATCH) flush();
  if (files >= (scales[0] ?? Number.POSITIVE_INFINITY)) tell();
}

function flush(): void {
  engine.take(batch);
  batch = [];
}

function tell(): void {
  flush();
  scales.shift();
  const cost = ((performance.now() - from) * 1000) / (events - before);
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const reading: Reading = {
    ...{ files, events, cost, findings: engine.findings, gauges: engine.gauges() },
    ...{ heap: heapUsed / MIB, resident: rss / MIB },
  };
  process.stdout.write(`${JSON.stringify(reading)}\n`);
  before = events;
  from = performance.now();
}
