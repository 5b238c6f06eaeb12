/** What every place that events come from has in common. */
import type { Event } from '../event/index.ts';

/** Batches of events in the order of the source; iterated once. */
export interface Source extends AsyncIterable<readonly Event[]> {
  /** Short and fixed for a kind of source: `sensor`, `recording`, … */
  readonly name: string;
  /** One line for a person: what is read, from where. Plain text from this program and file names. */
  describe(): string;
  /** Counts of what was read and what could not be understood, for the status line. */
  gauges(): Readonly<Record<string, number>>;
}
