/**
 * Pipes, fifos and socketpairs on descriptors 0–2 that join processes. A terminal, /dev/null, an internet
 * socket or a plain file joins nobody.
 *
 * A log pipe inherited by a whole CI tree on its output must not make one group of it: writers are joined to
 * each other only while they are a handful; a reader on descriptor 0 is joined to every writer, and only to them.
 * Readers elsewhere (descriptor 3 and up) cannot be seen.
 */
import type { Fd, ProcessKey } from '../../event/index.ts';

type Stdio = readonly [Fd, Fd, Fd];

interface Joint {
  /** Slots held, as bits 1, 2 and 4. */
  readonly holders: Map<ProcessKey, number>;
}

/** Holders remembered of one object; a log pipe has thousands. */
const HOLDERS = 64;

/** Processes that share an object without a reader and are still taken for one party. */
const HANDFUL = 4;

/** Processes that `joined` returns at most. */
const JOINED = 64;

const READS = 1;
const WRITES = 2 | 4;

/** A channel between processes. */
export function joins(fd: Fd): boolean {
  return (fd.type === 'pipe' || fd.type === 'fifo' || fd.type === 'unix') && fd.object !== '';
}

export class Joints {
  readonly #objects = new Map<string, Joint>();
  readonly #cap: number;
  /** Objects or holders that were not remembered for want of room. */
  refused = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  get size(): number {
    return this.#objects.size;
  }

  hold(key: ProcessKey, stdio: Stdio): void {
    for (let slot = 0; slot < 3; slot += 1) {
      const fd = stdio[slot];
      if (fd !== undefined && joins(fd)) this.#add(key, fd, 1 << slot);
    }
  }

  /** Takes the place of what the process held before. */
  replace(key: ProcessKey, before: Stdio, now: Stdio): void {
    if (before === now) return;
    this.drop(key, before);
    this.hold(key, now);
  }

  drop(key: ProcessKey, stdio: Stdio): void {
    for (const fd of stdio) {
      if (!joins(fd)) continue;
      const joint = this.#objects.get(fd.object);
      if (joint === undefined) continue;
      joint.holders.delete(key);
      if (joint.holders.size === 0) this.#objects.delete(fd.object);
    }
  }

  joined(key: ProcessKey, stdio: Stdio): ReadonlySet<ProcessKey> {
    const found = new Set<ProcessKey>();
    for (const fd of stdio) {
      if (!joins(fd)) continue;
      this.#sharing(key, fd, found);
      if (fd.type === 'unix' && fd.peer !== undefined) {
        for (const other of this.#objects.get(fd.peer)?.holders.keys() ?? []) found.add(other);
      }
    }
    found.delete(key);
    return found;
  }

  #sharing(key: ProcessKey, fd: Fd, found: Set<ProcessKey>): void {
    const joint = this.#objects.get(fd.object);
    const mine = joint?.holders.get(key);
    if (joint === undefined || mine === undefined) return;
    const few = joint.holders.size <= HANDFUL;
    for (const [other, theirs] of joint.holders) {
      if (found.size >= JOINED) return;
      const pair = (mine & READS && theirs & WRITES) || (mine & WRITES && theirs & READS);
      // Both ends of a socket read and write; who shares one end is an heir, not a partner.
      if (few || (pair && fd.type !== 'unix')) found.add(other);
    }
  }

  #add(key: ProcessKey, fd: Fd, bit: number): void {
    let joint = this.#objects.get(fd.object);
    if (joint === undefined) {
      if (this.#objects.size >= this.#cap) {
        this.refused += 1;
        return;
      }
      joint = { holders: new Map() };
      this.#objects.set(fd.object, joint);
    }
    joint.holders.set(key, (joint.holders.get(key) ?? 0) | bit);
    if (joint.holders.size > HOLDERS) this.#crowded(joint.holders, key);
  }

  /** Forgets the longest known writer; a reader is worth more. */
  #crowded(holders: Map<ProcessKey, number>, newest: ProcessKey): void {
    this.refused += 1;
    for (const [key, mask] of holders) {
      if ((mask & READS) === 0 && key !== newest) {
        holders.delete(key);
        return;
      }
    }
    for (const key of holders.keys()) {
      holders.delete(key);
      return;
    }
  }
}
