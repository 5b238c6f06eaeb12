/**
 * The processes that are remembered: every running one, and ended ones for a while. Bounded; under
 * pressure the longest ended go first.
 */
import type { ProcessKey } from '../../event/index.ts';
import type { ProcessNode } from './node.ts';

interface Ended {
  readonly node: ProcessNode;
  readonly at: number;
}

export class ProcessTable {
  readonly #nodes = new Map<ProcessKey, ProcessNode>();
  readonly #cap: number;
  readonly #endedFor: number;
  readonly #onRemove: (node: ProcessNode) => void;
  /** In order of their end; `#first` is the index of the oldest. */
  #ended: Ended[] = [];
  #first = 0;
  /** Ended long ago, with children that are still remembered. */
  readonly #lingering = new Set<ProcessNode>();
  evictedEnded = 0;
  evictedRunning = 0;

  /** @param endedFor ms of event time. @param onRemove called when a process is forgotten. */
  constructor(cap: number, endedFor: number, onRemove: (node: ProcessNode) => void) {
    this.#cap = cap;
    this.#endedFor = endedFor;
    this.#onRemove = onRemove;
  }

  get size(): number {
    return this.#nodes.size;
  }

  get(key: ProcessKey): ProcessNode | undefined {
    return this.#nodes.get(key);
  }

  nodes(): IterableIterator<ProcessNode> {
    return this.#nodes.values();
  }

  add(node: ProcessNode): void {
    this.#nodes.set(node.key, node);
    this.linkToParent(node);
    while (this.#nodes.size > this.#cap) this.#evict(node);
  }

  linkToParent(node: ProcessNode): void {
    const parent = this.parentOf(node);
    if (parent === undefined || parent === node) return;
    parent.children ??= new Set();
    parent.children.add(node);
  }

  parentOf(node: ProcessNode): ProcessNode | undefined {
    const key = node.process.parent;
    return key === undefined ? undefined : this.#nodes.get(key);
  }

  /** Notes the end of a process; it is forgotten `endedFor` later. */
  retire(node: ProcessNode, at: number): void {
    this.#ended.push({ node, at });
  }

  /** Forgets what ended long enough before `now`. */
  sweep(now: number): void {
    for (let next = this.#ended[this.#first]; next !== undefined; next = this.#ended[this.#first]) {
      if (next.at + this.#endedFor > now) break;
      this.#first += 1;
      this.#expire(next.node);
    }
    this.#compact();
  }

  clear(): void {
    for (const node of this.#nodes.values()) this.#onRemove(node);
    this.#nodes.clear();
    this.#lingering.clear();
    this.#ended = [];
    this.#first = 0;
  }

  #expire(node: ProcessNode): void {
    if (this.#nodes.get(node.key) !== node) return;
    if (node.children !== undefined && node.children.size > 0) {
      node.lingering = true;
      this.#lingering.add(node);
    } else this.#remove(node);
  }

  #remove(node: ProcessNode): void {
    for (let next: ProcessNode | undefined = node; next !== undefined; ) {
      const gone: ProcessNode = next;
      this.#nodes.delete(gone.key);
      this.#lingering.delete(gone);
      this.#onRemove(gone);
      const parent: ProcessNode | undefined = this.parentOf(gone);
      parent?.children?.delete(gone);
      next = parent?.lingering === true && parent.children?.size === 0 ? parent : undefined;
    }
  }

  /** Makes room. A chain of ancestors must not crowd out everything else, so it yields first once it is long. */
  #evict(keep: ProcessNode): void {
    const lingering = this.#lingering.size;
    if (lingering <= this.#cap / 4) {
      for (let next = this.#ended[this.#first]; next !== undefined; next = this.#ended[this.#first]) {
        this.#first += 1;
        if (this.#nodes.get(next.node.key) !== next.node) continue;
        this.evictedEnded += 1;
        this.#remove(next.node);
        return;
      }
    }
    for (const node of this.#lingering) {
      this.evictedEnded += 1;
      this.#remove(node);
      return;
    }
    for (const node of this.#nodes.values()) {
      if (node === keep) continue;
      this.evictedRunning += 1;
      this.#remove(node);
      return;
    }
  }

  #compact(): void {
    if (this.#first > 1_024 && this.#first * 2 > this.#ended.length) {
      this.#ended = this.#ended.slice(this.#first);
      this.#first = 0;
    }
  }
}
