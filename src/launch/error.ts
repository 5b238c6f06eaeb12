/** The one error of this room: the product cannot run, or cannot go on. The message is one line with the way out. */

export type LaunchErrorCode =
  | 'no_root'
  | 'no_btf'
  | 'no_sensor'
  | 'no_user'
  | 'state_unusable'
  | 'sensor_refused'
  | 'sensor_failing'
  | 'engine_ended';

export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  readonly code: LaunchErrorCode;

  constructor(code: LaunchErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
