/** What a verb is. */

export interface Option {
  readonly name: string;
  /** What stands for its value in the help; none for a switch. */
  readonly value?: string;
  /** May be given more than once: the values are joined by commas. */
  readonly repeats?: boolean;
  readonly about: string;
}

export interface Arguments {
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
  readonly rest: readonly string[];
}

export type ExitCode = 0 | 1 | 2 | 3;

export interface Verb {
  readonly name: string;
  /** One line. */
  readonly about: string;
  /** What may stand besides options, for the help: `FILE…`. */
  readonly operands?: string;
  readonly options: readonly Option[];
  /** Not shown in the help: the program calls it itself. */
  readonly internal?: boolean;
  readonly run: (given: Arguments) => Promise<ExitCode>;
}
