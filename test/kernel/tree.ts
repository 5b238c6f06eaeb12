/** Follows a process and everything it started, by fork events. */
import type { Event, ProcessKey } from '../../src/event/index.ts';

export class ProcessTree {
  readonly #keys = new Set<ProcessKey>();
  readonly #alive = new Set<ProcessKey>();
  readonly events: Event[] = [];
  #root: number;

  /** @param root pid of the first process; its fork is among the events given to `take` */
  constructor(root: number) {
    this.#root = root;
  }

  /** True while a process of the tree has not been seen to end, or the first has not been seen at all. */
  get running(): boolean {
    return this.#keys.size === 0 || this.#alive.size > 0;
  }

  get size(): number {
    return this.#keys.size;
  }

  /** @returns true when the event is the tree's */
  take(event: Event): boolean {
    if (!this.#belongs(event)) return false;
    if (event.kind === 'process_end') this.#alive.delete(event.process);
    this.events.push(event);
    return true;
  }

  #belongs(event: Event): boolean {
    if (!('process' in event)) return false;
    if (this.#keys.has(event.process)) return true;
    const born = event.kind === 'process_fork' && (event.pid === this.#root || this.#keys.has(event.parent));
    if (!born) return false;
    this.#keys.add(event.process);
    this.#alive.add(event.process);
    return true;
  }
}
