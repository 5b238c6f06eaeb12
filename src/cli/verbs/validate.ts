/** `validate`: proves on this host that attacks are found, by emulations on files and namespaces of its own. */
import type { Emulation } from '../../../emulations/emulation.ts';
import { leaveLogin, type Proof, proveAll } from '../../coverage/index.ts';
import { preflight } from '../../launch/preflight.ts';
import { PROGRAM } from '../child.ts';
import { Terminal } from '../live/terminal.ts';
import { configOption } from '../run-options.ts';
import { UsageError } from '../usage-error.ts';
import { chosenBy } from '../validate/chosen.ts';
import { listing } from '../validate/listing.ts';
import { openResults, type Results } from '../validate/results.ts';
import { progress, row, summary } from '../validate/table.ts';
import type { Arguments, ExitCode, Verb } from '../verb.ts';

export const validate: Verb = {
  name: 'validate',
  about: 'prove it: run harmless emulations of attacks on files of their own, and check that each is found',
  options: [
    { name: 'list', about: 'tell what there is, and what it needs, without running anything' },
    {
      name: 'only',
      value: 'NAMES',
      repeats: true,
      about: 'these, by id, analytic or pattern: an0603, an0603/io-*; comma separated or given again',
    },
    { name: 'all', about: 'every emulation, not the short form alone' },
    { name: 'ablate', about: 'with names, paths, extensions and notes of random letters' },
    { name: 'seed', value: 'NUMBER', about: 'of what is random (default 1)' },
    { name: 'output', value: 'FILE|-', about: 'append results as NDJSON to a file, or write them to standard output' },
    configOption,
  ],
  run: async (given) => {
    const chosen = chosenBy(given);
    if (given.switches.has('list')) {
      process.stdout.write(listing(chosen, process.stdout.columns || 120));
      return 0;
    }
    const seed = seedOf(given);
    await preflight();
    const results = openResults(given.options.output, process.stdout.isTTY);
    try {
      return await proveChosen(chosen, given, seed, results);
    } finally {
      results.close();
    }
  },
};

async function proveChosen(
  chosen: ReturnType<typeof chosenBy>,
  { options: { config }, switches }: Arguments,
  seed: number,
  results: Results,
): Promise<ExitCode> {
  const terminal = new Terminal();
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const proofs: Proof[] = [];
  const begun = performance.now();
  const table = (text: string) => (results.standard ? terminal.notice(text.trimEnd()) : terminal.print(text));
  const paint = results.standard ? terminal.noticePaint : terminal.paint;
  try {
    if (!leaveLogin()) terminal.notice(IN_LOGIN);
    const width = Math.max(...chosen.map(({ id }) => id.length));
    const asked = chosen.map((emulation) => ({ emulation, seed, ablated: switches.has('ablate') }));
    const onBegin = (begun: readonly Emulation[]) =>
      terminal.status(progress(begun, proofs.length, chosen.length, terminal.noticePaint));
    const options = { program: PROGRAM, signal: stop.signal, onBegin, ...(config && { config }) };
    for await (const proof of proveAll(asked, options)) {
      proofs.push(proof);
      results.write(proof);
      table(`${row(proof, width, paint)}\n`);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    terminal.notice(`stopped after ${proofs.length} of ${chosen.length}`);
  } finally {
    terminal.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  table(summary(proofs, performance.now() - begun, paint));
  return stop.signal.aborted ? 1 : exitCode(proofs);
}

const IN_LOGIN =
  'this login cannot be left (its audit identity is immutable): attacks run in the login that makes their victims, and weigh less';

/** 3 when nothing could be run at all. */
function exitCode(proofs: readonly Proof[]): ExitCode {
  if (proofs.every(({ outcome }) => outcome === 'skipped')) return 3;
  return proofs.every(({ outcome }) => outcome === 'found' || outcome === 'skipped') ? 0 : 1;
}

function seedOf({ options: { seed = '1' } }: Arguments): number {
  if (!/^\d{1,9}$/.test(seed)) throw new UsageError(`--seed must be a whole number up to 999999999, not '${seed}'`);
  return Number(seed);
}
