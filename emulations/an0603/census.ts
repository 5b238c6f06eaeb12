/**
 * What an attack did to a corpus, found by content and not by what it says of itself: every original that it told of
 * must be gone, every other must be as it was made, and no original may live on under another name.
 */
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Corpus, digest, MARKER } from '../corpus.ts';
import type { Damage } from '../emulation.ts';

export interface CensusOptions {
  /** How many originals it was to destroy at least; all when absent. */
  readonly least?: number;
  /** It was ended before its end: originals in work are then neither whole nor told. */
  readonly interrupted?: boolean;
  /** Where the content of a told path is to be read, when it is not at the path. */
  readonly at?: (path: string) => string;
}

/** @returns what is wrong; nothing when it did what it said */
export function census(corpus: Corpus, damage: readonly Damage[], options: CensusOptions = {}): readonly string[] {
  const { interrupted = false, at = (path) => path } = options;
  const least = interrupted ? 0 : (options.least ?? corpus.files.length);
  const failures: string[] = [];
  const told = new Set(damage.map(({ path }) => path));
  const left = contents(corpus.directory);
  for (const path of told) {
    const original = corpus.digests.get(path);
    if (original === undefined) failures.push(`told of ${path}, which is no original`);
    else if (contentOf(at(path)) === original) failures.push(`told of ${path}, which is as it was`);
    else if (left.has(original)) failures.push(`the content of ${path} lives on in ${left.get(original)}`);
  }
  if (!interrupted) {
    for (const [path, original] of corpus.digests) {
      if (!told.has(path) && contentOf(at(path)) !== original) failures.push(`destroyed ${path} and did not tell`);
    }
  }
  if (told.size < least) failures.push(`destroyed ${told.size} originals of ${least}`);
  return failures;
}

function contentOf(path: string): string | undefined {
  return existsSync(path) ? digest(readFileSync(path)) : undefined;
}

/** A path for each content below a directory. */
function contents(directory: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(directory)) return found;
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const path = join(directory, name);
    if (name !== MARKER && lstatSync(path).isFile()) found.set(digest(readFileSync(path)), path);
  }
  return found;
}
