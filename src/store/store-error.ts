/**
 * Why a store cannot be opened:
 *
 * - `in_use`: another instance holds this directory; `pid` says which, when it could be read
 * - `unwritable`: the directory or a file in it cannot be made or written
 * - `missing`: opened for reading, but there is none
 * - `newer`: written by a later version of Cipherwatch
 * - `corrupt`: a file in it is not, or no longer, a database
 */
export type StoreErrorCode = 'in_use' | 'unwritable' | 'missing' | 'newer' | 'corrupt';

export interface StoreErrorDetail extends ErrorOptions {
  readonly pid?: number | undefined;
}

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  /** Of the instance that holds the directory. */
  readonly pid: number | undefined;

  constructor(code: StoreErrorCode, message: string, detail: StoreErrorDetail = {}) {
    super(message, detail.cause === undefined ? {} : { cause: detail.cause });
    this.name = 'StoreError';
    this.code = code;
    this.pid = detail.pid;
  }
}
