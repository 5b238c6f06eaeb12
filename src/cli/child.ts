/** How the program starts itself again as a child under an internal verb. */
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Arguments to node that start the program; a verb follows. */
export const PROGRAM: readonly string[] = ['--disable-warning=ExperimentalWarning', MAIN];

/** Arguments to node. */
export function childArguments(verb: 'engine' | 'recorder', args: readonly string[]): readonly string[] {
  return [...PROGRAM, verb, ...args];
}

/** The arguments that followed the verb on this process's command line. */
export function ownArguments(): readonly string[] {
  return process.argv.slice(3);
}
