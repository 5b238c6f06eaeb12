/** How the program starts itself again as a child under an internal verb. */
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Arguments to node that start the program; a verb follows. */
export const PROGRAM: readonly string[] = ['--disable-warning=ExperimentalWarning', MAIN];

/**
 * Keeps what is resident near what is alive. V8 by itself lets its young generation and its heap grow to many times
 * the 60 MB that a busy host's state takes; the old space's limit is far above that state at its bounds.
 */
export const FRUGAL: readonly string[] = ['--max-semi-space-size=8', '--max-old-space-size=512'];

/** Arguments to node. */
export function childArguments(verb: 'engine' | 'recorder', args: readonly string[]): readonly string[] {
  return [...FRUGAL, ...PROGRAM, verb, ...args];
}

/** The arguments that followed the verb on this process's command line. */
export function ownArguments(): readonly string[] {
  return process.argv.slice(3);
}
