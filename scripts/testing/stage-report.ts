/** What node:test tells of a stage, as it is told to a person: a line per file, failures in full, coverage in brief. */
import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';
import { coverageLines } from './coverage.ts';
import { type Counts, none, type Skipped } from './tally.ts';

/** What is known of a file until its summary is printed. */
interface FileReport {
  readonly failures: string[];
  readonly notes: string[];
  output: string;
}

type Outcome = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>['data'];
type Summary = Extract<TestEvent, { type: 'test:summary' }>['data'];

const place = (file: string | undefined): string => (file === undefined ? '' : relative(process.cwd(), file));

function describe(name: string, error: Error | undefined): string {
  const cause = error?.cause ?? error;
  const text = typeof cause === 'object' ? inspect(cause, { depth: 6 }) : String(cause);
  const told = text.split('\n').filter((line) => !/^ +at .*\(?node:internal/.test(line));
  return [`✖ ${name}`, ...told].join('\n    ');
}

export class StageReport {
  readonly skipped: Skipped[] = [];
  readonly #print: (line: string) => void;
  readonly #files = new Map<string, FileReport>();
  /** Files that have not told of their end. */
  readonly #awaited: Set<string>;
  #counts: Counts = none;

  /** @param files of the stage: each must tell of its end, or it counts as failed. */
  constructor(files: readonly string[], print: (line: string) => void) {
    this.#awaited = new Set(files.map(place));
    this.#print = print;
  }

  get counts(): Counts {
    return this.#counts;
  }

  take(event: TestEvent): void {
    switch (event.type) {
      case 'test:pass':
        this.#passed(event.data);
        return;
      case 'test:fail':
        this.#failed(event.data);
        return;
      case 'test:diagnostic':
        if (event.data.file !== undefined) this.#file(event.data.file).notes.push(event.data.message);
        return;
      case 'test:stdout':
      case 'test:stderr':
        this.#file(event.data.file).output += event.data.message;
        return;
      case 'test:coverage':
        for (const line of coverageLines(event.data.summary)) this.#print(line);
        return;
      case 'test:summary':
        if (event.data.file !== undefined) this.#ended(event.data.file, event.data);
        return;
    }
  }

  /** Tells of the files that did not load, were killed, or still ran: they have no summary. */
  finish(): void {
    for (const file of this.#awaited) {
      const report = this.#file(file);
      this.#print(`✖ ${file}  did not run to its end`);
      this.#printDetails(report);
      if (report.failures.length === 0) this.#counts = { ...this.#counts, failed: this.#counts.failed + 1 };
    }
  }

  #passed({ name, file, skip, todo, details }: Outcome): void {
    const reason = skip ?? todo;
    const left = reason !== undefined && reason !== false;
    if (left) {
      const words = typeof reason === 'string' && reason !== '' ? reason : 'no reason given';
      this.skipped.push({ file: place(file), name, reason: words });
    }
    // A file that told of nothing passes as a test of its own name: that is no test.
    if (details.type === 'suite' || (file !== undefined && place(name) === place(file))) return;
    if (left) this.#counts = { ...this.#counts, skipped: this.#counts.skipped + 1 };
    else this.#counts = { ...this.#counts, passed: this.#counts.passed + 1 };
  }

  #failed({ name, file, details }: Outcome): void {
    const error: (Error & { readonly failureType?: string }) | undefined =
      'error' in details ? details.error : undefined;
    // A suite fails because a test in it did, which has been told.
    if (error?.failureType !== 'subtestsFailed') this.#file(file).failures.push(describe(name, error));
    if (details.type === 'suite' && error?.failureType === 'subtestsFailed') return;
    this.#counts = { ...this.#counts, failed: this.#counts.failed + 1 };
  }

  #file(file: string | undefined): FileReport {
    const known = this.#files.get(place(file)) ?? { failures: [], notes: [], output: '' };
    this.#files.set(place(file), known);
    return known;
  }

  #ended(file: string, summary: Summary): void {
    const report = this.#file(file);
    const seconds = (summary.duration_ms / 1000).toFixed(2);
    this.#print(`${summary.success ? '✔' : '✖'} ${place(file)}  ${summary.counts.passed} passed  (${seconds} s)`);
    for (const note of report.notes) this.#print(`  ℹ ${note}`);
    if (!summary.success) this.#printDetails(report);
    this.#files.delete(place(file));
    this.#awaited.delete(place(file));
  }

  #printDetails(report: FileReport): void {
    for (const failure of report.failures) this.#print(`  ${failure}`);
    if (report.output.trim() !== '')
      this.#print(`    output:\n${report.output.trimEnd()}`.replaceAll('\n', '\n    | '));
  }
}
