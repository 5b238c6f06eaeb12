/**
 * Files in flight: which identity has, or last had, which path. Learned from file sessions and followed through
 * renames, links and unlinks. Bounded; the least recently used go first.
 */
import type { Directory, FileLink, FileRename, FileSession, FileUnlink, PathArgument } from '../../event/index.ts';
import { ClockMap } from '../clock-map.ts';
import type { HostLimits } from '../limits.ts';
import type { FileChange, KnownFile } from '../view.ts';
import { type DirectoryNode, DirectoryTree, type Located } from './directory-tree.ts';
import { type FileEntry, type HeldName, heldAs, NAMES, nameToTell } from './file-entry.ts';
import { components, resolvePath } from './path.ts';

const NO_CHANGE: FileChange = { moved: undefined, exchanged: undefined, displaced: undefined };

export class FileTable {
  readonly tree: DirectoryTree;
  readonly #files: ClockMap<string, FileEntry>;
  readonly #nodeCap: number;
  /** Renames and unlinks whose path text was cut, so that they could not be followed. */
  unfollowed = 0;
  lastChange: FileChange = NO_CHANGE;

  constructor(limits: HostLimits) {
    this.tree = new DirectoryTree(limits.places);
    this.#files = new ClockMap<string, FileEntry>(limits.files, (_key, entry) => this.#forgetNames(entry));
    this.#nodeCap = limits.directoryNodes;
  }

  get size(): number {
    return this.#files.size;
  }

  get evictions(): number {
    return this.#files.evictions;
  }

  clear(): void {
    this.#files.clear();
    this.tree.clear();
  }

  directory(event: Directory): void {
    this.tree.tell(event.place, event.path, event.mountNamespace, event.cut);
    this.#trim();
  }

  session(event: FileSession): void {
    const known = this.#files.get(event.file);
    if (known !== undefined && known.place === event.place && known.name === event.name && !event.unlinked) {
      known.at = event.time;
      return;
    }
    const entry = known ?? this.#create(event.file);
    entry.at = event.time;
    // A new file under a reused inode has nothing to do with the old one's names.
    if (event.created && known !== undefined && this.#isStranger(known, event)) this.#forgetNames(known);
    if (event.name !== '') this.#seenAs(entry, event);
    if (event.unlinked) for (const held of entry.names) held.until ??= event.time;
    this.#trim();
  }

  rename(event: FileRename): void {
    this.lastChange = NO_CHANGE;
    if (event.cut) {
      this.unfollowed += 1;
      return;
    }
    const from = this.#locate(event.from, false);
    const file = this.#holder(from);
    const directory = file === undefined && from !== undefined ? from.directory.children?.get(from.name) : undefined;
    const to = this.#locate(event.to, file !== undefined || directory !== undefined);
    if (event.exchange) this.#exchange(event.time, from, to);
    else this.#moveTo(event.time, from, to, file, directory);
    this.#trim();
  }

  link(event: FileLink): void {
    this.lastChange = NO_CHANGE;
    if (event.symbolic || event.cut) return;
    const file = this.#holder(this.#locate(event.from, false));
    const to = file === undefined ? undefined : this.#locate(event.to, true);
    if (file === undefined || to === undefined) return;
    this.#addName(file, to, event.time);
    this.lastChange = { ...NO_CHANGE, moved: this.#told(file, to) };
  }

  unlink(event: FileUnlink): void {
    this.lastChange = NO_CHANGE;
    if (event.cut) {
      this.unfollowed += 1;
      return;
    }
    const at = this.#locate(event.target, false);
    if (at === undefined) return;
    if (event.directory) {
      const node = at.directory.children?.get(at.name);
      if (node === undefined) return;
      this.tree.detach(node);
      this.tree.prune(node);
      return;
    }
    const file = this.#holder(at);
    if (file === undefined) return;
    const displaced = this.#told(file, at);
    this.#endName(file, at, event.time);
    this.lastChange = { ...NO_CHANGE, displaced };
  }

  resolve(argument: PathArgument): string | undefined {
    const base = this.tree.at(argument.base);
    if (base === undefined) return undefined;
    if (!argument.path.includes('/') && argument.path !== '..' && argument.path !== '.' && argument.path !== '') {
      return this.tree.join(base, argument.path);
    }
    const path = this.tree.pathOf(base);
    return path === undefined ? undefined : resolvePath(path, argument.path);
  }

  /** Of several mount namespaces that know the path, the one in which it was used last. */
  fileAt(path: string): KnownFile | undefined {
    const names = components(path);
    const name = names.pop();
    if (name === undefined) return undefined;
    const rooted = path.startsWith('/');
    let latest: FileEntry | undefined;
    for (const root of this.tree.roots()) {
      if ((root.root === '/') !== rooted) continue;
      let node: DirectoryNode | undefined = root;
      for (const next of rooted ? names : names.slice(1)) node = node?.children?.get(next);
      const entry = node?.files?.get(name);
      if (entry !== undefined && (latest === undefined || entry.at > latest.at)) latest = entry;
    }
    return latest === undefined ? undefined : this.#known(latest);
  }

  /** The same by argument: exact where several mount namespaces have the same path. */
  fileOf(argument: PathArgument): KnownFile | undefined {
    const at = this.#locate(argument, false);
    const entry = at?.directory.files?.get(at.name);
    return entry === undefined ? undefined : this.#known(entry);
  }

  pathOf(file: string): string | undefined {
    const entry = this.#files.get(file);
    const held = entry === undefined ? undefined : nameToTell(entry);
    return held === undefined ? undefined : this.tree.join(held.directory, held.name);
  }

  #create(key: string): FileEntry {
    const entry: FileEntry = { key, touched: true, names: [], place: '', name: '', at: 0 };
    this.#files.set(key, entry);
    return entry;
  }

  #isStranger(entry: FileEntry, event: FileSession): boolean {
    return entry.names.every((held) => held.until !== undefined && held.until <= event.openedAt);
  }

  #seenAs(entry: FileEntry, event: FileSession): void {
    const directory = this.tree.ensure(event.place);
    const held = heldAs(entry, directory, event.name);
    // The name is that of the open: a file that was renamed or removed since does not get it back.
    if (held?.until !== undefined && event.openedAt <= held.until) return;
    const newest = held !== undefined && held.until === undefined && held === entry.names.at(-1);
    if (!newest) this.#addName(entry, { directory, name: event.name }, event.time);
    entry.place = event.place;
    entry.name = event.name;
  }

  #locate(argument: PathArgument, create: boolean): Located | undefined {
    return this.tree.locate(this.tree.ensure(argument.base), argument.path, create);
  }

  /** The file that has this name now. */
  #holder(at: Located | undefined): FileEntry | undefined {
    const entry = at?.directory.files?.get(at.name);
    if (at === undefined || entry === undefined) return undefined;
    const held = heldAs(entry, at.directory, at.name);
    return held !== undefined && held.until === undefined ? entry : undefined;
  }

  #moveTo(
    time: number,
    from: Located | undefined,
    to: Located | undefined,
    file: FileEntry | undefined,
    directory: DirectoryNode | undefined,
  ): void {
    if (to === undefined) return;
    const replaced = this.#holder(to);
    // Two names of one file: rename(2) does nothing then.
    if (replaced !== undefined && replaced === file) return;
    const displaced = replaced === undefined ? undefined : this.#told(replaced, to);
    if (replaced !== undefined) this.#endName(replaced, to, time);
    if (directory !== undefined) this.tree.move(directory, to);
    else if (file !== undefined && from !== undefined) {
      this.#endName(file, from, time);
      this.#addName(file, to, time);
    } else this.#unname(to);
    const moved = file === undefined ? undefined : this.#told(file, to);
    this.lastChange = { moved, exchanged: undefined, displaced };
  }

  #exchange(time: number, from: Located | undefined, to: Located | undefined): void {
    const [one, other] = [this.#holder(from), this.#holder(to)];
    if (from === undefined || to === undefined) return;
    const [first, second] = [from.directory.children?.get(from.name), to.directory.children?.get(to.name)];
    if (one === undefined && other === undefined && first !== undefined && second !== undefined) {
      this.tree.swap(first, second);
      return;
    }
    if (one !== undefined) this.#endName(one, from, time);
    if (other !== undefined) this.#endName(other, to, time);
    // Where only one side is known, the other name is somebody's who is not.
    if (other === undefined) this.#unname(from);
    if (one === undefined) this.#unname(to);
    if (one !== undefined) this.#addName(one, to, time);
    if (other !== undefined) this.#addName(other, from, time);
    this.lastChange = {
      moved: one === undefined ? undefined : this.#told(one, to),
      exchanged: other === undefined ? undefined : this.#told(other, from),
      displaced: undefined,
    };
  }

  #addName(entry: FileEntry, at: Located, time: number): void {
    entry.at = time;
    entry.place = '';
    const again = entry.names.length === 0 ? undefined : heldAs(entry, at.directory, at.name);
    if (again !== undefined) entry.names.splice(entry.names.indexOf(again), 1);
    entry.names.push({ directory: at.directory, name: at.name, until: undefined });
    at.directory.files ??= new Map();
    const before = at.directory.files.get(at.name);
    if (before !== undefined && before !== entry) this.#endName(before, at, time);
    at.directory.files.set(at.name, entry);
    if (entry.names.length <= NAMES) return;
    const former = entry.names.findIndex((held) => held.until !== undefined);
    const [dropped] = entry.names.splice(Math.max(former, 0), 1);
    if (dropped !== undefined) this.#unmap(entry, dropped);
  }

  #endName(entry: FileEntry, at: Located, time: number): void {
    const held = heldAs(entry, at.directory, at.name);
    if (held !== undefined) held.until ??= time;
    entry.at = time;
    entry.place = '';
  }

  #forgetNames(entry: FileEntry): void {
    for (const held of entry.names) this.#unmap(entry, held);
    entry.names.length = 0;
    entry.place = '';
  }

  #unmap(entry: FileEntry, held: HeldName): void {
    const files = held.directory.files;
    if (files?.get(held.name) !== entry) return;
    files.delete(held.name);
    this.tree.prune(held.directory);
  }

  /** Somebody who is not known has this name now. */
  #unname(at: Located): void {
    at.directory.files?.delete(at.name);
    this.tree.prune(at.directory);
  }

  /** Keeps the tree within its cap; what makes it grow is one event's few nodes, so a few evictions are enough. */
  #trim(): void {
    for (let tries = 0; this.tree.nodes > this.#nodeCap && tries < 64; tries += 1) {
      const place = this.tree.evictPlace();
      const file = this.#files.evictOne();
      if (!place && !file) return;
    }
  }

  #told(entry: FileEntry, at: Located): KnownFile | undefined {
    const path = this.tree.join(at.directory, at.name);
    return path === undefined ? undefined : { file: entry.key, path };
  }

  #known(entry: FileEntry): KnownFile | undefined {
    const held = nameToTell(entry);
    return held === undefined ? undefined : this.#told(entry, held);
  }
}
