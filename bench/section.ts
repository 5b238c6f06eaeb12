/** A section of the scoreboard: what it measures, and how. */
import type { Attacks } from './gather/attacks.ts';
import type { Benign } from './gather/benign.ts';

export interface Context {
  /** A small sample, to see that it works. */
  readonly quick: boolean;
  /** Of what is random: the same attack or work is done so often. */
  readonly seeds: readonly number[];
  /** Part of the names of the work on which the cost is measured; empty for all. */
  readonly work: string;
  readonly signal: AbortSignal;
  /** A directory that is removed in the end. */
  readonly directory: string;
  /** One line to people, about what is being done. */
  readonly say: (line: string) => void;
  /** Every attack, run once for all sections that ask. */
  readonly attacks: Attacks;
  /** Ordinary work, done once for all sections that ask. */
  readonly benign: Benign;
}

export interface Measured {
  /** Goes into `bench/results.json` under the section's name. */
  readonly figures: unknown;
  /** For people: tables with aims. */
  readonly text: string;
}

export interface Section {
  readonly name: string;
  /** One line. */
  readonly about: string;
  /** It measures the attacks that were chosen: with fewer than all its figures are kept apart. */
  readonly ofAttacks?: true;
  /** The same for the work that was chosen. */
  readonly ofWork?: true;
  readonly measure: (context: Context) => Promise<Measured>;
}
