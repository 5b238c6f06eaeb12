/**
 * Names of users from a passwd file, read when first needed and again after it changed.
 */
import type { FileReader } from './file-reader.ts';

export interface UserNames {
  /** undefined when the host's files do not name it (a directory service may). */
  nameOf(uid: number): string | undefined;
  /** Looks whether the names have changed; called about once a second. */
  refresh(): void;
}

/** For replays without the recording host's names. */
export const noUserNames: UserNames = { nameOf: () => undefined, refresh: () => {} };

/** Lines that are not `name:x:uid:…` are skipped; the first name of a uid wins, as in getpwuid(3). */
export function parsePasswd(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , uid] = line.split(':');
    if (name === undefined || name === '' || uid === undefined || !/^\d+$/.test(uid)) continue;
    if (!names.has(Number(uid))) names.set(Number(uid), name);
  }
  return names;
}

export function passwdNames(reader: FileReader, path = '/etc/passwd'): UserNames {
  let names: Map<number, string> | undefined;
  let readAt: number | undefined;
  const load = (): Map<number, string> => {
    readAt = reader.modifiedAt(path);
    return parsePasswd(reader.text(path) ?? '');
  };
  return {
    nameOf: (uid) => {
      names ??= load();
      return names.get(uid);
    },
    refresh: () => {
      if (names !== undefined && reader.modifiedAt(path) !== readAt) names = load();
    },
  };
}
