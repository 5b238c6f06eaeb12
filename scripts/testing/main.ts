/**
 * The test run behind `npm test`: all stages, then every skipped test with its reason, then the counts as the last line.
 * Exit code 1 when a test failed, none was run, or the run did not come to its end.
 */
import { type Patience, runStage } from './run-stage.ts';
import { stages } from './stages.ts';
import { add, type Counts, countsLine, isGood, none, type Skipped } from './tally.ts';

/** Far above the slowest test, which takes under a minute; the environment may ask for less. */
const testMs = Number(process.env.TEST_TIMEOUT_MS ?? 180_000);
const patience: Patience = { testMs, silenceMs: testMs + Math.min(testMs, 30_000) };

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const skipped: Skipped[] = [];
let counts: Counts = none;
let hung = false;
for (const stage of stages(process.argv.slice(2))) {
  if (stop.signal.aborted) break;
  const result = await runStage(stage, patience, stop.signal, print);
  skipped.push(...result.skipped);
  counts = add(counts, result.counts);
  hung ||= result.hung;
}

if (skipped.length > 0) print('skipped:');
for (const one of skipped) print(`  ${one.file}: ${one.name}: ${one.reason}`);
if (stop.signal.aborted || hung) print('stopped before the end');
const good = isGood(counts) && !stop.signal.aborted && !hung;
// Not by the event loop running empty: what a hanging test left behind must not keep this process.
process.stdout.write(`${countsLine(counts)}\n`, () => process.exit(good ? 0 : 1));
