/** The one error of this room. Its message is a line for a person and names the way out. */

export type SettingsErrorCode = 'unreadable' | 'syntax' | 'unknown_key' | 'wrong_type';

export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code: SettingsErrorCode;

  constructor(code: SettingsErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
