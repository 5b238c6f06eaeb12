/** Runs one stage with node:test. */
import { run } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchSilence } from './silence.ts';
import { StageReport } from './stage-report.ts';
import type { Stage } from './stages.ts';
import type { Counts, Skipped } from './tally.ts';

/** How long a test may take and a run may be silent, in ms. */
export interface Patience {
  /** A test that takes longer hangs: the longest, on the real kernel, takes under a minute. */
  readonly testMs: number;
  /** Silence after which what is running is taken to hang; longer than any test may take. */
  readonly silenceMs: number;
}

/** How long node:test gets to tell of an end that it was asked for, in ms. */
const LAST_WORDS_MS = 2_000;

export interface StageResult {
  readonly counts: Counts;
  readonly skipped: readonly Skipped[];
  /** The run was given up: something that a test left behind keeps it from ending. */
  readonly hung: boolean;
}

export async function runStage(
  stage: Stage,
  patience: Patience,
  stop: AbortSignal,
  print: (line: string) => void,
): Promise<StageResult> {
  print(`${stage.name}: ${stage.files.length} files`);
  const report = new StageReport(stage.files, print);
  const silence = watchSilence(patience.silenceMs, print);
  const ended = AbortSignal.any([stop, silence.lost]);
  const events = run({
    files: [...stage.files],
    concurrency: stage.concurrency,
    timeout: patience.testMs,
    signal: ended,
    // Not --test-force-exit: it ends a file before all that it told of has left its pipe, and whole files went missing.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    coverage: stage.coverage,
    coverageIncludeGlobs: ['src/**/*.ts'],
    coverageExcludeGlobs: ['**/*.test.ts', '**/testing/**'],
  });
  const all = (async () => {
    for await (const event of events) {
      silence.broken();
      report.take(event);
    }
  })();
  const givenUp = new Promise<void>((resolve) => {
    ended.addEventListener('abort', () => void sleep(LAST_WORDS_MS).then(resolve), { once: true });
  });
  await Promise.race([all, givenUp]);
  silence.end();
  report.finish();
  return { counts: report.counts, skipped: report.skipped, hung: silence.lost.aborted };
}
