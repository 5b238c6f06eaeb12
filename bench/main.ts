/**
 * The scoreboard behind `npm run bench`: measures sections on the machine at hand, prints their tables, and keeps the figures
 * in `bench/results.json`.
 *
 * usage: main.ts [SECTION…] [--quick] [--seeds N] [--only IDS] [--work TEXT] [--output FILE]
 *
 * With `--only`, attacks other than these are left out, and the figures are kept beside those of all (`recall of an0603`); with `--work`
 * the same goes for work whose name does not hold the text (`overhead of TLS`).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { emulations } from '../emulations/catalogue.ts';
import { leaveLogin, select } from '../src/coverage/index.ts';
import { environment } from './environment.ts';
import { Attacks } from './gather/attacks.ts';
import { Benign } from './gather/benign.ts';
import { ABOUT, type Entry, save } from './results.ts';
import type { Context } from './section.ts';
import { sections } from './sections.ts';

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));
/** A machine that has more than this to do while nothing is measured disturbs what is. */
const BUSY = 0.5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ quick: { type: 'boolean' }, seeds: { type: 'string' } },
    ...{ only: { type: 'string' }, work: { type: 'string' }, output: { type: 'string' } },
  },
});
const unknown = positionals.filter((name) => !sections.some((section) => section.name === name));
const seeds = Number(values.seeds ?? 1);
const only = values.only === undefined ? undefined : select(emulations, values.only.split(','));
if (only !== undefined && only.unknown.length > 0) {
  process.stderr.write(`bench: no attack is named ${only.unknown.join(', ')}\n`);
  process.exit(2);
}
if (unknown.length > 0 || !Number.isInteger(seeds) || seeds < 1) {
  const what =
    unknown.length > 0 ? `no section is named ${unknown.join(', ')}` : '--seeds must be a whole number from 1';
  const known = sections.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`);
  process.stderr.write(`bench: ${what}; there are\n${known.join('\n')}\n`);
  process.exit(2);
}
if (process.getuid?.() !== 0) {
  process.stderr.write('bench: attacks are measured by eBPF, which needs root\n');
  process.exit(3);
}

const stop = new AbortController();
process.on('SIGINT', () => stop.abort()).on('SIGTERM', () => stop.abort());
const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-bench-'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
const say = (line: string) => process.stderr.write(`  ${line}\n`);
const basis = {
  quick: values.quick === true,
  seeds: Array.from({ length: seeds }, (_, i) => i + 1),
  work: values.work ?? '',
  signal: stop.signal,
  directory,
  say,
};
const context: Context = {
  ...basis,
  attacks: new Attacks({ ...basis, chosen: (only?.chosen ?? emulations).filter(({ short }) => short || !basis.quick) }),
  benign: new Benign(basis),
};

if (!leaveLogin()) say('this login cannot be left: attacks run in the login that makes their victims, and weigh less');
const chosen = sections.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const entries: Record<string, Entry> = {};
let failed = false;
for (const { name, about, ofAttacks, ofWork, measure } of chosen) {
  const measured = environment();
  process.stdout.write(`\n== ${name}: ${about}\n`);
  if (measured.load > BUSY) process.stdout.write(`DISTURBED: the machine had work already, load ${measured.load}\n`);
  const from = performance.now();
  try {
    const { figures, text } = await measure(context);
    const seconds = Math.round((performance.now() - from) / 1000);
    const part = ofAttacks ? values.only : ofWork ? values.work : undefined;
    entries[part === undefined ? name : `${name} of ${part}`] = {
      measured,
      quick: context.quick,
      seconds,
      figures,
    };
    process.stdout.write(`${text}\n(${seconds} s)\n`);
    save(values.output ?? RESULTS, entries);
  } catch (error) {
    if (stop.signal.aborted) break;
    failed = true;
    process.stdout.write(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  }
}
const { kernel, processor, cores, commit, changed } = environment();
process.stdout.write(
  `\n${ABOUT}\nLinux ${kernel}, ${cores} × ${processor}, commit ${commit.slice(0, 12)}${changed ? ' with changes' : ''}\n`,
);
process.exit(failed || stop.signal.aborted ? 1 : 0);
