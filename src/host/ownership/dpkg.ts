/**
 * Which Debian package a path belongs to, from the package lists themselves (`dpkg -S` would be a process each).
 * All lists are read once; after the directory changed only the lists that changed are read again.
 */
import type { FileReader } from '../file-reader.ts';
import type { Ownership } from '../view.ts';
import type { PackageDatabase } from './database.ts';

const LISTS = 'info';

/** Directories that became links into /usr; lists name files either way. */
const MERGED = /^\/(?:bin|sbin|lib|lib32|lib64|libx32)\//;

interface Diversion {
  readonly to: string;
  /** Package that may have the original path; `:` when the administrator diverted it, and nobody may. */
  readonly by: string;
}

/** Groups of three lines: the path, where it was diverted to, by which package. */
export function parseDiversions(text: string): Map<string, Diversion> {
  const lines = text.split('\n');
  const diversions = new Map<string, Diversion>();
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from, to, by] = [lines[at], lines[at + 1], lines[at + 2]];
    if (from !== undefined && to !== undefined && by) diversions.set(from, { to, by });
  }
  return diversions;
}

/** `libc6:amd64.list` → `libc6`. */
function packageName(list: string): string {
  return list.slice(0, -'.list'.length).split(':')[0] ?? '';
}

export class DpkgDatabase implements PackageDatabase {
  readonly manager = 'dpkg';
  readonly #reader: FileReader;
  readonly #root: string;
  #owners = new Map<string, string>();
  #listedAt = new Map<string, number | undefined>();
  #diversions = new Map<string, Diversion>();
  #stamp: string | undefined;
  #usrMerged = false;

  /** @param root directory that holds `info/` and `diversions`. */
  constructor(reader: FileReader, root = '/var/lib/dpkg') {
    this.#reader = reader;
    this.#root = root;
  }

  ownerOf(path: string): Ownership {
    let name = this.#owners.get(this.#canonical(path));
    if (name === undefined && this.#refresh()) name = this.#owners.get(this.#canonical(path));
    return name === undefined ? { state: 'unpackaged' } : { state: 'packaged', manager: 'dpkg', name };
  }

  /** True when something was read. A removal is noticed with the next path that is not found. */
  #refresh(): boolean {
    const info = `${this.#root}/${LISTS}`;
    const diversionsAt = this.#reader.modifiedAt(`${this.#root}/diversions`);
    const stamp = `${this.#reader.modifiedAt(info)} ${diversionsAt}`;
    if (stamp === this.#stamp) return false;
    const diversions = parseDiversions(this.#reader.text(`${this.#root}/diversions`) ?? '');
    const rest = JSON.stringify([...diversions]) === JSON.stringify([...this.#diversions]);
    const lists = (this.#reader.names(info) ?? []).filter((name) => name.endsWith('.list'));
    const changed = new Map(lists.map((list) => [list, this.#reader.modifiedAt(`${info}/${list}`)]));
    if (this.#stamp === undefined || !rest) {
      this.#usrMerged = this.#reader.isSymlink('/bin');
      this.#owners = new Map();
      this.#listedAt = new Map();
      this.#diversions = diversions;
    }
    this.#forget(new Set(lists.filter((list) => this.#isChanged(list, changed)).map(packageName)), changed);
    for (const list of lists) {
      if (this.#isChanged(list, changed)) this.#read(`${info}/${list}`, packageName(list));
    }
    this.#listedAt = changed;
    this.#stamp = stamp;
    return true;
  }

  #isChanged(list: string, now: ReadonlyMap<string, number | undefined>): boolean {
    return !this.#listedAt.has(list) || this.#listedAt.get(list) !== now.get(list);
  }

  /** Removes what changed and removed packages had; one pass over all paths. */
  #forget(changed: ReadonlySet<string>, lists: ReadonlyMap<string, number | undefined>): void {
    if (this.#owners.size === 0) return;
    const gone = new Set(changed);
    for (const list of this.#listedAt.keys()) if (!lists.has(list)) gone.add(packageName(list));
    if (gone.size === 0) return;
    for (const [path, name] of this.#owners) if (gone.has(name)) this.#owners.delete(path);
  }

  #read(list: string, name: string): void {
    for (const line of (this.#reader.text(list) ?? '').split('\n')) {
      if (line === '' || line === '/.') continue;
      const diversion = this.#diversions.get(line);
      const path = diversion !== undefined && diversion.by !== name ? diversion.to : line;
      this.#owners.set(this.#canonical(path), name);
    }
  }

  #canonical(path: string): string {
    return this.#usrMerged && MERGED.test(path) ? `/usr${path}` : path;
  }
}
