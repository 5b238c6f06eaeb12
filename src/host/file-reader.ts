/**
 * Port to the few host files that the host room reads (user names, package lists), so that everything above it
 * stays free of I/O, and its adapter for a live host. What cannot be read is `undefined`, never an error.
 */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';

export interface FileReader {
  text(path: string): string | undefined;
  /** Names in a directory. */
  names(path: string): readonly string[] | undefined;
  /** ms since the epoch */
  modifiedAt(path: string): number | undefined;
  isSymlink(path: string): boolean;
  /** With every link followed. */
  realPath(path: string): string | undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Absent or not readable: the caller has an answer for that.
    return undefined;
  }
}

export const hostFiles: FileReader = {
  text: (path) => attempt(() => readFileSync(path, 'utf8')),
  names: (path) => attempt(() => readdirSync(path)),
  modifiedAt: (path) => attempt(() => statSync(path).mtimeMs),
  isSymlink: (path) => attempt(() => lstatSync(path).isSymbolicLink()) ?? false,
  realPath: (path) => attempt(() => realpathSync(path)),
};
