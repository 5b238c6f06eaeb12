/** Why a sink could not be opened. Failures later on are counted in `Sink.faults`, never thrown. */
export type SinkErrorCode = 'cannot_open';

export class SinkError extends Error {
  readonly code: SinkErrorCode;

  constructor(code: SinkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SinkError';
    this.code = code;
  }
}
