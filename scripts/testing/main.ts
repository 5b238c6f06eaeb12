/**
 * The test run behind `npm test`: all stages, then every skipped test with its reason, then the counts as the last line.
 * Exit code 1 when a test failed or none was run.
 */
import { runStage } from './run-stage.ts';
import { stages } from './stages.ts';
import { type Counts, countsLine, isGood, none, type Skipped } from './tally.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const skipped: Skipped[] = [];
let counts: Counts = none;
for (const stage of stages(process.argv.slice(2))) {
  if (stop.signal.aborted) break;
  const result = await runStage(stage, stop.signal, print);
  skipped.push(...result.skipped);
  counts = {
    passed: counts.passed + result.counts.passed,
    failed: counts.failed + result.counts.failed,
    skipped: counts.skipped + result.counts.skipped,
  };
}

if (skipped.length > 0) print('skipped:');
for (const one of skipped) print(`  ${one.file}: ${one.name}: ${one.reason}`);
if (stop.signal.aborted) print('stopped before the end');
print(countsLine(counts));
process.exitCode = isGood(counts) && !stop.signal.aborted ? 0 : 1;
