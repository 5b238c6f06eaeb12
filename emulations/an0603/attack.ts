/** Runs the program of an attack on a corpus, and checks what it did. */
import { type Corpus, digest } from '../corpus.ts';
import type { Effects } from '../emulation.ts';
import type { Ground, StartOptions } from '../ground.ts';
import { type CensusOptions, census } from './census.ts';

export interface AttackOptions extends StartOptions, Pick<CensusOptions, 'least' | 'at'> {
  /** The plaintext of a destroyed original, got back from what is left of it. @throws Error when it cannot be */
  readonly undo?: (path: string) => Buffer;
  /** How many are undone to see that it was encryption; all when absent. */
  readonly undone?: number;
}

/** @param args of the program; it tells each destroyed original on descriptor 3 */
export async function attack(
  ground: Ground,
  corpus: Corpus,
  program: string,
  args: readonly string[],
  options: AttackOptions = {},
): Promise<Effects> {
  const { pid, code, stderr, started, ended, damage } = await ground.run(program, args, options);
  const interrupted = ground.signal.aborted;
  const failures = [...census(corpus, damage, { ...options, interrupted })];
  if (!interrupted && code !== 0) failures.push(`it ended with ${code}: ${stderr.trim().slice(-500)}`);
  failures.push(...irreversible(corpus, damage.map(({ path }) => path).slice(0, options.undone), options.undo));
  const inOrder = damage.toSorted((a, b) => a.time - b.time);
  return { pid, begun: started, ended, damage: inOrder, payloads: [], failures };
}

/** What cannot be had back: no key would be worth its price. */
function irreversible(corpus: Corpus, paths: readonly string[], undo: AttackOptions['undo']): readonly string[] {
  if (undo === undefined) return [];
  return paths.flatMap((path) => {
    try {
      return digest(undo(path)) === corpus.digests.get(path) ? [] : [`${path} does not decrypt to what it was`];
    } catch (error) {
      return [`${path} cannot be decrypted: ${(error as Error).message}`];
    }
  });
}
