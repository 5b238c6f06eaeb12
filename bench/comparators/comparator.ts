/** Another way to find the same attacks, judged on the same events. */
import type { Event, ProcessKey } from '../../src/event/index.ts';
import type { HostView } from '../../src/host/index.ts';

export interface Comparator {
  readonly name: string;
  readonly analytic: 'AN0401' | 'AN0603';
  /** What it is, and where from, in one line. */
  readonly about: string;
  /** With state of its own. */
  readonly begin: () => Judge;
}

/** Takes one event, after the host has; tells the process that it alerts on. */
export type Judge = (event: Event, host: HostView) => ProcessKey | undefined;

/** How many there were within a time that moves along, by key. */
export class Burst {
  readonly #times = new Map<string, number[]>();
  readonly #count: number;
  readonly #within: number;

  /** @param within ms */
  constructor(count: number, within: number) {
    this.#count = count;
    this.#within = within;
  }

  /** @returns whether there are so many now */
  add(key: string, time: number): boolean {
    const times = [...(this.#times.get(key) ?? []), time].filter((one) => time - one <= this.#within);
    this.#times.set(key, times);
    return times.length >= this.#count;
  }
}
