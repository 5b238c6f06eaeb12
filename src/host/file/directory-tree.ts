/**
 * Directories by name, one tree per mount namespace. A directory that is renamed is one node that moves: all that
 * is known below it follows without being touched.
 */
import { ClockMap } from '../clock-map.ts';
import type { FileEntry } from './file-entry.ts';
import { components } from './path.ts';

export interface DirectoryNode {
  name: string;
  /** undefined for a root, and for a directory whose path is not known. */
  parent: DirectoryNode | undefined;
  /** `/` for a root, `…` for the root of paths whose front is missing. */
  readonly root: string | undefined;
  /** Mount namespace of a root. */
  readonly key: string;
  children: Map<string, DirectoryNode> | undefined;
  /** Who last had a name in here, also after it was renamed or unlinked. */
  files: Map<string, FileEntry> | undefined;
  /** Places bound to it. */
  places: number;
  pruned: boolean;
  /** Path as of `epoch`. */
  path: string | undefined;
  epoch: number;
}

interface Bound {
  touched: boolean;
  node: DirectoryNode;
}

export interface Located {
  readonly directory: DirectoryNode;
  readonly name: string;
}

export class DirectoryTree {
  readonly #places: ClockMap<string, Bound>;
  readonly #roots = new Map<string, DirectoryNode>();
  /** Raised when any directory moves: cached paths of older epochs are stale. */
  #epoch = 1;
  #nodes = 0;

  constructor(cap: number) {
    this.#places = new ClockMap<string, Bound>(cap, (_place, bound) => this.#release(bound.node));
  }

  get nodes(): number {
    return this.#nodes;
  }

  get places(): number {
    return this.#places.size;
  }

  get placeEvictions(): number {
    return this.#places.evictions;
  }

  roots(): IterableIterator<DirectoryNode> {
    return this.#roots.values();
  }

  evictPlace(): boolean {
    return this.#places.evictOne();
  }

  clear(): void {
    this.#places.clear();
    this.#roots.clear();
    this.#nodes = 0;
  }

  at(place: string): DirectoryNode | undefined {
    return this.#places.get(place)?.node;
  }

  /** The directory at a place; one without a path while none was told. */
  ensure(place: string): DirectoryNode {
    const known = this.#places.get(place);
    if (known !== undefined) return known.node;
    const node = this.#make('', undefined, undefined, '');
    this.#bind(place, node);
    return node;
  }

  /** A directory event: the place has this path now. */
  tell(place: string, path: string, mountNamespace: number, cut: boolean): void {
    const bound = this.#places.get(place);
    const rooted = !cut && path.startsWith('/');
    const there = bound !== undefined && this.#isReachable(bound.node);
    if (there && rooted && this.pathOf(bound.node) === path && this.#rootOf(bound.node)?.key === `${mountNamespace}`)
      return;
    let node = this.#root(mountNamespace, rooted);
    for (const name of components(path)) node = this.child(node, name);
    if (bound === undefined) {
      this.#bind(place, node);
      return;
    }
    if (bound.node === node || this.#contains(bound.node, node)) return;
    const before = bound.node;
    bound.node = node;
    node.places += 1;
    // Told under another path: it moved unseen, and what is in it moved along. One that was removed left nothing
    // behind: its inode is another directory's now, even where the path is the same.
    if (there && before.places === 1) this.#merge(before, node);
    this.#release(before);
  }

  child(parent: DirectoryNode, name: string): DirectoryNode {
    let node = parent.children?.get(name);
    if (node === undefined) {
      node = this.#make(name, parent, undefined, '');
      parent.children ??= new Map();
      parent.children.set(name, node);
    }
    return node;
  }

  /** undefined while not known. Paths whose front is missing begin with `…/`. */
  pathOf(node: DirectoryNode): string | undefined {
    const prefix = this.#prefixOf(node);
    return prefix === '' ? '/' : prefix;
  }

  /** Path of a name in it. */
  join(node: DirectoryNode, name: string): string | undefined {
    const prefix = this.#prefixOf(node);
    return prefix === undefined ? undefined : `${prefix}/${name}`;
  }

  /**
   * Where an argument leads, by names alone. undefined when it names a directory by `.` or `..`, or leads through
   * directories that are not known (unless `create`).
   */
  locate(base: DirectoryNode, path: string, create: boolean): Located | undefined {
    const names = components(path);
    const name = names.pop();
    if (name === undefined || name === '..') return undefined;
    const floor = path.startsWith('/') ? base : undefined;
    let node: DirectoryNode | undefined = base;
    for (const next of names) {
      if (next === '..') {
        if (node !== floor && node.root === undefined) node = node.parent;
      } else node = create ? this.child(node, next) : node.children?.get(next);
      if (node === undefined) return undefined;
    }
    return { directory: node, name };
  }

  /** Moves a directory, with all that is in it, to another name. What was known under that name is cut off. */
  move(node: DirectoryNode, to: Located): void {
    if (node === to.directory || this.#contains(node, to.directory)) return;
    const from = node.parent;
    this.detach(node);
    node.parent = to.directory;
    node.name = to.name;
    const replaced = to.directory.children?.get(to.name);
    if (replaced !== undefined) this.detach(replaced);
    to.directory.children ??= new Map();
    to.directory.children.set(to.name, node);
    this.#epoch += 1;
    if (replaced !== undefined) this.prune(replaced);
    if (from !== undefined) this.prune(from);
  }

  swap(one: DirectoryNode, other: DirectoryNode): void {
    const [first, second] = [one.parent, other.parent];
    if (first === undefined || second === undefined || this.#contains(one, other) || this.#contains(other, one)) return;
    const [firstName, secondName] = [one.name, other.name];
    first.children?.set(firstName, other);
    second.children?.set(secondName, one);
    Object.assign(one, { parent: second, name: secondName });
    Object.assign(other, { parent: first, name: firstName });
    this.#epoch += 1;
  }

  /** Takes a directory out of its parent; it keeps its last path for those who still refer to it. */
  detach(node: DirectoryNode): void {
    const siblings = node.parent?.children;
    if (siblings?.get(node.name) === node) siblings.delete(node.name);
  }

  /** Drops a directory that nothing refers to, and its ancestors likewise. */
  prune(node: DirectoryNode): void {
    for (let next: DirectoryNode | undefined = node; next !== undefined; next = next.parent) {
      if (next.pruned || next.places > 0 || next.children?.size || next.files?.size) return;
      next.pruned = true;
      this.#nodes -= 1;
      this.detach(next);
      if (next.root !== undefined) this.#roots.delete(next.root + next.key);
    }
  }

  #root(mountNamespace: number, rooted: boolean): DirectoryNode {
    const text = rooted ? '/' : '…';
    let node = this.#roots.get(text + mountNamespace);
    if (node === undefined) {
      node = this.#make('', undefined, text, `${mountNamespace}`);
      this.#roots.set(text + mountNamespace, node);
    }
    return node;
  }

  #rootOf(node: DirectoryNode): DirectoryNode | undefined {
    let top: DirectoryNode | undefined = node;
    while (top?.parent !== undefined) top = top.parent;
    return top;
  }

  #make(name: string, parent: DirectoryNode | undefined, root: string | undefined, key: string): DirectoryNode {
    this.#nodes += 1;
    const bare = { children: undefined, files: undefined, places: 0, pruned: false, path: undefined, epoch: 0 };
    return { name, parent, root, key, ...bare };
  }

  #bind(place: string, node: DirectoryNode): void {
    node.places += 1;
    this.#places.set(place, { touched: true, node });
  }

  #release(node: DirectoryNode): void {
    node.places -= 1;
    this.prune(node);
  }

  #prefixOf(node: DirectoryNode): string | undefined {
    if (node.epoch === this.#epoch) return node.path;
    let prefix: string | undefined;
    if (node.root !== undefined) prefix = node.root === '/' ? '' : node.root;
    else if (node.parent !== undefined) {
      const above = this.#prefixOf(node.parent);
      prefix = above === undefined ? undefined : `${above}/${node.name}`;
    }
    node.path = prefix;
    node.epoch = this.#epoch;
    return prefix;
  }

  /** False for a directory that was removed, or lies below one: it keeps its path, and no path leads to it. */
  #isReachable(of: DirectoryNode): boolean {
    for (let node = of; ; ) {
      const { parent } = node;
      if (parent === undefined) return true;
      if (parent.children?.get(node.name) !== node) return false;
      node = parent;
    }
  }

  /** Whether `inner` is `outer` or lies below it. */
  #contains(outer: DirectoryNode, inner: DirectoryNode): boolean {
    for (let node: DirectoryNode | undefined = inner; node !== undefined; node = node.parent) {
      if (node === outer) return true;
    }
    return false;
  }

  #merge(from: DirectoryNode, into: DirectoryNode): void {
    if (this.#contains(into, from) || this.#contains(from, into)) return;
    for (const [name, file] of from.files ?? []) {
      for (const held of file.names) if (held.directory === from) held.directory = into;
      into.files ??= new Map();
      if (!into.files.has(name)) into.files.set(name, file);
    }
    from.files = undefined;
    for (const child of [...(from.children?.values() ?? [])]) {
      const same = into.children?.get(child.name);
      if (same === undefined) this.move(child, { directory: into, name: child.name });
      else {
        this.#merge(child, same);
        this.prune(child);
      }
    }
    this.#epoch += 1;
  }
}
