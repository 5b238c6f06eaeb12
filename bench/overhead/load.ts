/** A piece of work on which the cost of watching is measured. Each is prepared once and timed many times. */

export interface Load {
  readonly name: string;
  /** @param quick less of it, to see that it works */
  readonly prepare: (room: string, quick: boolean) => Promise<void>;
  /** What is timed. */
  readonly run: (room: string) => Promise<void>;
  /** Undoes it, off the clock. */
  readonly after?: (room: string) => void;
  /** Pids of what works for it besides what it starts, and whose processor time counts. */
  readonly servers?: () => readonly number[];
  /** Ends what `prepare` started. */
  readonly close?: () => Promise<void>;
}
