/** One file by identity, and the names it has or had. */
import type { DirectoryNode } from './directory-tree.ts';

export interface HeldName {
  directory: DirectoryNode;
  readonly name: string;
  /** When it lost the name, ms since the epoch; undefined while it has it. */
  until: number | undefined;
}

export interface FileEntry {
  readonly key: string;
  touched: boolean;
  /** Newest last; at most `NAMES`. */
  readonly names: HeldName[];
  /** Place and name of the session last seen: while they stay the same there is nothing to do. */
  place: string;
  name: string;
  /** Time of its last use or change, ms since the epoch. */
  at: number;
}

/** Names kept of one file, hard links and former names together. */
export const NAMES = 4;

/** The name to tell: the newest that it still has, else the newest that it had. */
export function nameToTell(entry: FileEntry): HeldName | undefined {
  return entry.names.findLast((held) => held.until === undefined) ?? entry.names.at(-1);
}

export function heldAs(entry: FileEntry, directory: DirectoryNode, name: string): HeldName | undefined {
  return entry.names.find((held) => held.directory === directory && held.name === name);
}
