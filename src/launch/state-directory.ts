/**
 * The state directory: `lock` is root's and is held while a run lasts, `store/` belongs to the
 * unprivileged user. The directory itself stays as it is, so that naming an existing one is harmless,
 * and so that nobody but root can put a link where root will open a file.
 */
import { chmodSync, closeSync, constants, lchownSync, lstatSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LaunchError } from './error.ts';
import type { Identity } from './privilege.ts';

export interface StateDirectory {
  /** Where the store lives; the unprivileged user owns it. */
  readonly store: string;
  /** Gives the lock back. The end of the process does so as well. */
  readonly release: () => void;
}

/**
 * Makes the directory where it is missing, and takes the lock.
 * @throws LaunchError `state_in_use`, `state_unusable`
 */
export function openState(directory: string, owner: Identity): StateDirectory {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    const lock = takeLock(directory);
    const store = join(directory, 'store');
    mkdirSync(store, { recursive: true, mode: 0o700 });
    handOver(store, owner);
    return { store, release: () => lock.close() };
  } catch (cause) {
    if (cause instanceof LaunchError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LaunchError(
      'state_unusable',
      `the state directory ${directory} cannot be used: ${why}; choose another one with --state`,
      cause,
    );
  }
}

/** A lock that the kernel drops with the process, however that ends: SQLite's on an empty database. */
function takeLock(directory: string): DatabaseSync {
  const file = join(directory, 'lock');
  closeSync(openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
  const lock = new DatabaseSync(file);
  try {
    lock.exec('PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if (!(cause instanceof Error && /locked/.test(cause.message))) throw cause;
    const remedy = 'stop it, or choose another directory with --state';
    throw new LaunchError(
      'state_in_use',
      `another cipherwatch runs on the state directory ${directory}; ${remedy}`,
      cause,
    );
  }
}

/** Files that an earlier run left as another user come along; links and what has a second name do not. */
function handOver(store: string, owner: Identity): void {
  if (lstatSync(store).isSymbolicLink()) throw new Error(`${store} is a link`);
  if (process.getuid?.() !== 0) return;
  lchownSync(store, owner.uid, owner.gid);
  chmodSync(store, 0o700);
  for (const name of readdirSync(store)) {
    const file = join(store, name);
    const { nlink, uid } = lstatSync(file);
    if (nlink === 1 && uid !== owner.uid) lchownSync(file, owner.uid, owner.gid);
  }
}
