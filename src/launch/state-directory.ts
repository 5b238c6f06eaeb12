/**
 * The state directory: `store/` in it belongs to the unprivileged user. The directory itself stays as
 * it is, so that naming one which exists already is harmless.
 */
import { chmodSync, lchownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './error.ts';
import type { Identity } from './privilege.ts';

/** Where below the state directory the store lives. */
export function storeDirectory(state: string): string {
  return join(state, 'store');
}

/**
 * Makes what is missing and hands the store's directory to its owner.
 * @returns the store's directory
 * @throws LaunchError `state_unusable`
 */
export function prepareState(state: string, owner: Identity): string {
  const store = storeDirectory(state);
  try {
    mkdirSync(state, { recursive: true, mode: 0o755 });
    mkdirSync(store, { recursive: true, mode: 0o700 });
    handOver(store, owner);
    return store;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `the state directory ${state} cannot be used: ${why}; choose another one with --state`;
    throw new LaunchError('state_unusable', message, cause);
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
