/**
 * How fast the engine is: events a second on one core for the decoder, the host state, each analytic and the
 * whole, over a stream that the real sensor recorded while trees were compressed, cloned, compiled and archived.
 *
 * Run as root: `node bench/engine.ts [STREAM] [--json]`. With a file it measures that stream (as the sensor wrote it) instead.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { an0401Defaults, createAn0401 } from '../src/analytics/an0401/index.ts';
import { createAn0603 } from '../src/analytics/an0603/index.ts';
import type { Analytic } from '../src/analytics/index.ts';
import { assemble } from '../src/engine/index.ts';
import { Decoder, type Event } from '../src/event/index.ts';
import { Host, hostFiles, hostOwnership, noUserNames } from '../src/host/index.ts';
import { type Measured, measure, type Part, perSecond } from './engine/measure.ts';
import { record } from './engine/record.ts';
import { work } from './engine/workload.ts';

export interface EngineBenchOptions {
  /** A stream recorded earlier; absent, one is recorded. */
  readonly stream?: string;
  readonly documents?: number;
  readonly units?: number;
  readonly rounds?: number;
}

export interface EngineBench {
  readonly bytes: number;
  readonly events: number;
  /** Records a second, decoding alone. */
  readonly decoder: number;
  /** Per event, of one part with the host state kept up to date beside it. */
  readonly parts: Readonly<Record<'host' | 'AN0401' | 'AN0603', Measured>>;
  /** Events a second of host, analytics and book together. */
  readonly engine: number;
  readonly findings: number;
}

/** Decoded as the pipe delivers it. */
const CHUNK = 65_536;

export async function run(options: EngineBenchOptions = {}): Promise<EngineBench> {
  const bytes = options.stream === undefined ? await recorded(options) : readFileSync(options.stream);
  const rounds = options.rounds ?? 5;
  const decode = () => decodeAll(bytes);
  const events = decode();
  let decoding = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    decode();
    decoding = Math.min(decoding, performance.now() - from);
  }
  let findings = 0;
  const whole: Part = () => {
    findings = 0;
    const outlets = [{ name: 'count', take: () => void findings++ }];
    const settings = { an0401: an0401Defaults, an0603: {} };
    const engine = assemble({ settings, ownership: hostOwnership(hostFiles), users: noUserNames, outlets });
    return { timed: (event) => engine.take([event]) };
  };
  const engine = perSecond(events, whole, rounds);
  const parts = {
    host: measure(events, hostPart, rounds),
    AN0401: measure(
      events,
      besideHost(() => createAn0401(an0401Defaults)),
      rounds,
    ),
    AN0603: measure(
      events,
      besideHost(() => createAn0603()),
      rounds,
    ),
  };
  return {
    bytes: bytes.length,
    events: events.length,
    decoder: (events.length / decoding) * 1000,
    parts,
    engine,
    findings,
  };
}

const newHost = () => new Host({ ownership: hostOwnership(hostFiles) });

const hostPart: Part = () => {
  const host = newHost();
  return { timed: (event) => host.apply(event) };
};

function besideHost(make: () => Analytic): Part {
  return () => {
    const host = newHost();
    const analytic = make();
    return { untimed: (event) => host.apply(event), timed: (event) => analytic.observe(event, host) };
  };
}

function decodeAll(bytes: Buffer): readonly Event[] {
  const decoder = new Decoder();
  const events: Event[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    for (const event of decoder.push(bytes.subarray(at, at + CHUNK))) events.push(event);
  }
  for (const event of decoder.end()) events.push(event);
  return events;
}

async function recorded({ documents = 1500, units = 40 }: EngineBenchOptions): Promise<Buffer> {
  const room = mkdtempSync(join(tmpdir(), 'cipherwatch-bench-'));
  try {
    const stream = join(room, 'stream.bin');
    await record(stream, () => work(room, { documents, units }));
    return readFileSync(stream);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

/** For people. */
export function tell(result: EngineBench): string {
  const rate = (n: number) => `${Math.round(n).toLocaleString('en').padStart(11)} events/s`;
  const lines = [
    `${result.events.toLocaleString('en')} events, ${(result.bytes / 1e6).toFixed(1)} MB, ${result.findings} findings`,
    `decoder ${rate(result.decoder)}`,
  ];
  for (const [name, { all, byKind }] of Object.entries(result.parts)) {
    lines.push(`${name.padEnd(7)} ${rate(all.perSecond)}   µs per event: ${costs(all)}`);
    for (const [kind, cost] of Object.entries(byKind)) lines.push(`        ${kind.padEnd(15)} ${costs(cost)}`);
  }
  lines.push(`engine  ${rate(result.engine)}`);
  return lines.join('\n');
}

function costs({ events, mean, median, p95, p99 }: Measured['all']): string {
  const figures = { mean, median, p95, p99 };
  const words = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  return `${words.join(', ')} (${events})`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2);
  const stream = args.find((arg) => !arg.startsWith('--'));
  const result = await run(stream === undefined ? {} : { stream });
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`);
  else process.stdout.write(`${tell(result)}\n`);
}
