/** Errors of the coverage room. */

/** `cannot_watch`: the program did not come to watch. `stopped_watching`: it ended while something was being proved. */
export type CoverageErrorCode = 'cannot_watch' | 'stopped_watching';

export class CoverageError extends Error {
  override readonly name = 'CoverageError';
  readonly code: CoverageErrorCode;

  constructor(code: CoverageErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
