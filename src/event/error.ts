/** Errors of the event room. */

/**
 * `contract`: the sensor or recording speaks another major version. `corrupt`: bytes that are no record,
 * or a recording whose checksum is wrong. `truncated`: it ends too early. `format`: not a recording at all.
 */
export type EventErrorCode = 'contract' | 'corrupt' | 'truncated' | 'format';

/** A stream or recording that cannot be read (on). What came before it has been handed out already. */
export class EventError extends Error {
  override readonly name = 'EventError';
  readonly code: EventErrorCode;
  /** Where: byte offset in the stream for the decoder, in the file for recordings. */
  readonly offset: number;
  /** The message without the offset. */
  readonly what: string;

  constructor(code: EventErrorCode, offset: number, message: string, options?: ErrorOptions) {
    super(`${message} (at byte ${offset})`, options);
    this.code = code;
    this.what = message;
    this.offset = offset;
  }
}
