/** Runs one stage with node:test and tells of it: a line per file, failures in full, coverage in brief. */
import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { coverageLines } from './coverage.ts';
import type { Stage } from './stages.ts';
import { add, type Counts, none, type Skipped } from './tally.ts';

/** A file that takes longer hangs: the longest, a demonstration on the real kernel, takes under a minute. In ms. */
const FILE_TIMEOUT_MS = 300_000;

/** What is known of a file while it runs. */
interface FileReport {
  readonly failures: string[];
  readonly notes: string[];
  output: string;
}

export interface StageResult {
  readonly counts: Counts;
  readonly skipped: readonly Skipped[];
}

const place = (file: string | undefined): string => (file === undefined ? '' : relative(process.cwd(), file));

function describe(name: string, error: Error | undefined): string {
  const cause = error?.cause ?? error;
  const text = cause instanceof Error || typeof cause === 'object' ? inspect(cause, { depth: 6 }) : String(cause);
  const told = text.split('\n').filter((line) => !/^ +at .*\(?node:internal/.test(line));
  return [`✖ ${name}`, ...told].join('\n    ');
}

export async function runStage(stage: Stage, stop: AbortSignal, print: (line: string) => void): Promise<StageResult> {
  const reports = new Map<string, FileReport>();
  const skipped: Skipped[] = [];
  let counts = none;
  const report = (file: string): FileReport => {
    const known = reports.get(file) ?? { failures: [], notes: [], output: '' };
    reports.set(file, known);
    return known;
  };

  print(`${stage.name}: ${stage.files.length} files`);
  const stream = run({
    files: [...stage.files],
    concurrency: stage.concurrency,
    timeout: FILE_TIMEOUT_MS,
    signal: stop,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    coverage: stage.coverage,
    coverageIncludeGlobs: ['src/**/*.ts'],
    coverageExcludeGlobs: ['**/*.test.ts', '**/testing/**'],
  });

  for await (const { type, data } of stream) {
    if (type === 'test:pass') {
      const reason = data.skip ?? data.todo;
      if (reason !== undefined && reason !== false)
        skipped.push({
          file: place(data.file),
          name: data.name,
          reason: typeof reason === 'string' && reason !== '' ? reason : 'no reason given',
        });
    } else if (type === 'test:fail') {
      // A suite fails because a test in it did, which has been told.
      if (data.details.error?.failureType !== 'subtestsFailed')
        report(place(data.file)).failures.push(describe(data.name, data.details.error));
    } else if (type === 'test:diagnostic') {
      if (data.file !== undefined) report(place(data.file)).notes.push(data.message);
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      report(place(data.file)).output += data.message;
    } else if (type === 'test:coverage') {
      for (const line of coverageLines(data.summary)) print(line);
    } else if (type === 'test:summary') {
      if (data.file === undefined) counts = add(counts, data.counts);
      else {
        printFile(place(data.file), data, report(place(data.file)), print);
        reports.delete(place(data.file));
      }
    }
  }
  // A file that did not load has no summary.
  for (const [file, rest] of reports) {
    if (rest.failures.length === 0) continue;
    print(`✖ ${file}  did not run to its end`);
    printDetails(rest, print);
  }
  return { counts, skipped };
}

function printFile(
  file: string,
  summary: { readonly success: boolean; readonly duration_ms: number; readonly counts: { readonly passed: number } },
  report: FileReport,
  print: (line: string) => void,
): void {
  const seconds = (summary.duration_ms / 1000).toFixed(2);
  print(`${summary.success ? '✔' : '✖'} ${file}  ${summary.counts.passed} passed  (${seconds} s)`);
  for (const note of report.notes) print(`  ℹ ${note}`);
  if (!summary.success) printDetails(report, print);
}

function printDetails(report: FileReport, print: (line: string) => void): void {
  for (const failure of report.failures) print(`  ${failure}`);
  if (report.output.trim() !== '') print(`    output:\n${report.output.trimEnd()}`.replaceAll('\n', '\n    | '));
}
