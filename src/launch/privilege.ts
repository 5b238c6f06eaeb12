/** Finds the unprivileged user that the engine runs as, and becomes it. */
import { readFileSync } from 'node:fs';
import { LaunchError } from './error.ts';

export interface Identity {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const ROOT: Identity = { name: 'root', uid: 0, gid: 0 };

/**
 * The user of that name, from the user database file; `auto` is `cipherwatch` where it exists, else `nobody`.
 * @throws LaunchError `no_user`
 */
export function findUser(wanted: string, database = '/etc/passwd'): Identity {
  const users = readUsers(database);
  const names = wanted === 'auto' ? ['cipherwatch', 'nobody'] : [wanted];
  for (const name of names) {
    const found = users.find((user) => user.name === name);
    if (found !== undefined) return found;
  }
  if (wanted === 'root') return ROOT;
  const remedy = 'make it with useradd --system, or name another one with --user';
  throw new LaunchError('no_user', `there is no user ${names.join(' or ')} here; ${remedy}`);
}

function readUsers(database: string): readonly Identity[] {
  let text: string;
  try {
    text = readFileSync(database, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Becomes that user for good: groups, gid, uid (with them every capability). Does nothing when it is root or root is not held. */
export function become(identity: Identity): void {
  if (identity.uid === 0 || process.getuid?.() !== 0) return;
  process.setgroups?.([identity.gid]);
  process.setgid?.(identity.gid);
  process.setuid?.(identity.uid);
}
