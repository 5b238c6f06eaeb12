/**
 * Writes down what a live run was told users are called, and gives it back to a replay. Names change only when the
 * host looks again (`refresh`, at each tick of the stream), so an answer is known by the user and the number of the
 * looks before it; who asks, and how often, does not matter.
 */
import type { UserNames } from './users.ts';

/** From `look` on (counted from 0) the user is called `name`, until the next entry about it. */
export interface UserNameEntry {
  readonly uid: number;
  readonly look: number;
  /** Absent when the host's files do not name it. */
  readonly name?: string;
}

/** Users followed; beyond it answers are given but not written down. */
const CAP = 16_384;

/** @param write takes an entry whenever a name is new or has changed, before the host has it. */
export function journaledUserNames(users: UserNames, write: (entry: UserNameEntry) => void): UserNames {
  const told = new Map<number, string | undefined>();
  let look = 0;
  const nameOf = (uid: number): string | undefined => {
    const name = users.nameOf(uid);
    if (told.has(uid) ? told.get(uid) === name : told.size >= CAP) return name;
    told.set(uid, name);
    write(name === undefined ? { uid, look } : { uid, look, name });
    return name;
  };
  return {
    nameOf,
    refresh: () => {
      users.refresh();
      look += 1;
      // Otherwise a change would be known only from the next question on, which another replay may ask earlier.
      for (const uid of told.keys()) nameOf(uid);
    },
  };
}

/** Users that no entry is about have no name. */
export function recordedUserNames(entries: Iterable<UserNameEntry>): UserNames {
  const byUser = new Map<number, UserNameEntry[]>();
  for (const entry of entries) {
    const known = byUser.get(entry.uid);
    if (known === undefined) byUser.set(entry.uid, [entry]);
    else known.push(entry);
  }
  let look = 0;
  return {
    nameOf: (uid) => {
      const known = byUser.get(uid);
      return (known?.findLast((entry) => entry.look <= look) ?? known?.[0])?.name;
    },
    refresh: () => {
      look += 1;
    },
  };
}
