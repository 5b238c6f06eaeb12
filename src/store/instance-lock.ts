/**
 * One instance per state directory. The lock is SQLite's own exclusive lock on an empty file: the
 * kernel lets go of it when the holder ends, however it ends, so there is never a stale one. The
 * pid stands in a file beside it and is only told, never trusted.
 */
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { failureCode } from './sqlite-failure.ts';
import { StoreError } from './store-error.ts';

const LOCK = 'instance.lock';
const PID = 'instance.pid';

export interface InstanceLock {
  release(): void;
}

/** @throws StoreError `in_use`; SQLite's and the system's own errors otherwise */
export function lockInstance(directory: string): InstanceLock {
  const path = join(directory, LOCK);
  // Never opened by other means once it exists: closing any descriptor on it would drop this process's lock.
  if (!existsSync(path)) createOnce(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (failureCode(error) !== 'SQLITE_BUSY') throw error;
    throw inUse(directory, error);
  }
  notePid(directory);
  return {
    release() {
      forgetPid(directory);
      database.close();
    },
  };
}

function createOnce(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function inUse(directory: string, cause: unknown): StoreError {
  const pid = readPid(directory);
  const who = pid === undefined ? 'another instance' : `another instance (pid ${pid})`;
  return new StoreError('in_use', `${who} uses ${directory}: stop it, or give this one a state directory of its own`, {
    cause,
    pid,
  });
}

function readPid(directory: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(directory, PID), 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The directory may be out of reach by now, when privileges were given up after it was opened. */
function forgetPid(directory: string): void {
  try {
    rmSync(join(directory, PID), { force: true });
  } catch {
    // A stale pid is told at worst to somebody who finds the lock held by another.
  }
}

/** Courtesy only: a full disk must not keep the instance from running. */
function notePid(directory: string): void {
  try {
    writeFileSync(join(directory, PID), `${process.pid}\n`, { mode: 0o600 });
  } catch {
    // Whoever comes second is told of "another instance".
  }
}
