/** What SQLite's result codes mean for the store: wait and try again, or tell the operator. */
import { statfsSync } from 'node:fs';
import { StoreError } from './store-error.ts';

/** Primary result codes, from sqlite3.h. */
const NAMES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

/** The code of whatever was thrown: `SQLITE_FULL`, `ENOSPC`, a store's own code, or `unknown`. */
export function failureCode(error: unknown): string {
  if (error instanceof StoreError) return error.code;
  const { errcode, code } = error as { readonly errcode?: number; readonly code?: string };
  // Extended codes keep the primary one in the low byte.
  if (typeof errcode === 'number') return NAMES[errcode & 0xff] ?? `SQLITE_${errcode & 0xff}`;
  return code ?? 'unknown';
}

/** The error to throw from `openStore`, or undefined when it may pass by itself. */
export function lasting(error: unknown, directory: string): StoreError | undefined {
  if (error instanceof StoreError) return error;
  // SQLite tells a file that cannot be made since the disk is full as one that cannot be opened.
  if (diskFull(directory)) return undefined;
  const text = error instanceof Error ? error.message : String(error);
  switch (failureCode(error)) {
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return new StoreError('corrupt', `${directory} holds a damaged database: ${text}; move it away to begin anew`, {
        cause: error,
      });
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
      return new StoreError('unwritable', `cannot keep findings in ${directory}: ${text}`, { cause: error });
    default:
      return undefined;
  }
}

function diskFull(directory: string): boolean {
  try {
    const { bavail, ffree, files } = statfsSync(directory);
    return bavail === 0 || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}
