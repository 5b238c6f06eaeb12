/** A value given to a setting, and where it was given. */

export interface Assignment {
  /** Dotted name. */
  readonly name: string;
  readonly value: unknown;
  /** `FILE:LINE`, `$VARIABLE` or `--option`. */
  readonly origin: string;
}
