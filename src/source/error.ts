/** Errors of the source room. */

/** `unreadable`: the place that events come from cannot be opened or read. `unwritable`: a recording cannot be written. */
export type SourceErrorCode = 'unreadable' | 'unwritable';

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceErrorCode;

  constructor(code: SourceErrorCode, message: string, cause: unknown) {
    super(`${message}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.code = code;
  }
}
