#!/usr/bin/env node
/**
 * The program: finds the verb, reads its arguments, runs it, and ends with its exit code.
 *
 * @module
 */
import { readArguments } from './arguments.ts';
import { tellFailure } from './failure.ts';
import { programHelp, verbHelp } from './help.ts';
import { findVerb, shownVerbs } from './registry.ts';
import type { ExitCode } from './verb.ts';
import { version } from './version.ts';

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(programHelp(await shownVerbs()));
    return 0;
  }
  if (name === '--version' || name === 'version') {
    process.stdout.write(`cipherwatch ${version()}\n`);
    return 0;
  }
  const verb = await findVerb(name);
  const given = readArguments(verb, rest);
  if (given.switches.has('help')) {
    process.stdout.write(verbHelp(verb));
    return 0;
  }
  return await verb.run(given);
}

const debug = process.argv.includes('--debug');
const fail = (error: unknown): never => process.exit(tellFailure(error, debug));

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
// Whoever reads our output may stop reading it: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(error);
});
main(process.argv.slice(2)).then((code) => process.exit(code), fail);
