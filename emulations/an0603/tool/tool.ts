/** What is told of a command-line tool that encrypts. */
import { execFileSync } from 'node:child_process';
import type { Need } from '../../emulation.ts';

/** What a tool's commands need. */
export interface Kit {
  /** The tool, by its path, as it is to be run. */
  readonly tool: string;
  /** A directory of the tool's own, for keys. */
  readonly home: string;
}

export interface Tool {
  /** kebab-case, for ids. */
  readonly name: string;
  readonly about: string;
  readonly need: Need;
  /** For undoing. */
  readonly also?: readonly Need[];
  /** The program itself, where the command is but a script that starts it. */
  readonly image?: string;
  readonly suffix: string;
  /** Shell text that makes `$out` from `$file`. */
  readonly command: (kit: Kit) => string;
  /** The tool names what it makes itself: the original's name and `suffix`. */
  readonly names?: boolean;
  /** What has to be there before the attack begins: keys. */
  readonly prepare?: (kit: Kit) => void;
  /** What has to end after it: agents. */
  readonly finish?: (kit: Kit) => void;
  /** The command that prints the plaintext of `out`. */
  readonly undo: (kit: Kit, out: string) => readonly [file: string, ...args: string[]];
  /** Names of kinds of documents that it can take; all when absent. */
  readonly kinds?: readonly string[];
}

/** Runs a preparation to its end, in silence. */
export function quietly(file: string, args: readonly string[]): void {
  execFileSync(file, args, { stdio: 'ignore' });
}
