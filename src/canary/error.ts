/** The one error of this room. Its message is a line for a person and names the way out. */

export type CanaryErrorCode = 'no_directory' | 'unwritable' | 'not_planted';

export class CanaryError extends Error {
  override readonly name = 'CanaryError';
  readonly code: CanaryErrorCode;

  constructor(code: CanaryErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
