/**
 * The facts that AN0603 is judged by.
 *
 * @module
 */
import type { FileKey, ProcessKey } from '../../../event/index.ts';
import type { LineageId } from '../../../host/index.ts';
import type { Content } from '../../../stats/index.ts';
import type { AffectedFile } from '../../contract.ts';

/** In what way content was lost, as the statistics see it. */
export type TransitionKind = 'container' | 'random' | 'encoded' | 'partial' | 'scrambled' | 'lost_structure';

/** What became of content, by comparison of before and after. */
export interface Transition {
  readonly kind: TransitionKind;
  /** 0…1: how far this is told from every other explanation. */
  readonly strength: number;
  readonly before: Content;
  readonly after: Content;
  readonly reasons: readonly string[];
}

/** One file whose plaintext is gone. */
export interface Destroyed {
  readonly file: FileKey;
  readonly path: string;
  readonly directory: string;
  readonly time: number;
  /** Who encrypted. */
  readonly process: ProcessKey;
  readonly lineage: LineageId;
  /** Who removed or replaced the original, when somebody else. */
  readonly remover: ProcessKey | undefined;
  readonly how: AffectedFile['how'];
  readonly transition: Transition;
  /** Path of the ciphertext when it is another file. */
  readonly counterpart: string | undefined;
  /** The one file that the ciphertexts of many went into. */
  readonly archive: FileKey | undefined;
  /** What was appended to the name (`.enc`), when something was. */
  readonly suffix: string | undefined;
  /** Made with a tool that people also use by hand on a few files. */
  readonly byTool: boolean;
  readonly size: number;
}

/** Path of a file's directory; of a mere name, when no path is known, `[unknown]`. */
export function directoryOf(path: string): string {
  if (!path.startsWith('/')) return '[unknown]';
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** What the new path appends to the old one's name, in the same or another directory. */
export function appendedSuffix(oldPath: string, newPath: string): string | undefined {
  const before = oldPath.slice(oldPath.lastIndexOf('/') + 1);
  const after = newPath.slice(newPath.lastIndexOf('/') + 1);
  return after.length > before.length && after.startsWith(before) ? after.slice(before.length) : undefined;
}
