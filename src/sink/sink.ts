/** What an output for findings is. A sink never throws into the engine: what goes wrong is counted and reported. */
import type { Finding } from '../incident/index.ts';

/** What a sink has been through so far. Everything only grows, except `waiting` and `dead`. */
export interface SinkFaults {
  /** Findings that were written whole. */
  readonly written: number;
  /** Findings that could not be kept until they could be written. */
  readonly dropped: number;
  /** Waiting updates that a newer revision of the same finding made unnecessary. */
  readonly superseded: number;
  /** Findings accepted and not written yet. */
  readonly waiting: number;
  /** Failed attempts by system error code (`ENOSPC`, `EPIPE`…). */
  readonly errors: Readonly<Record<string, number>>;
  /** The last failure in words. */
  readonly last: string | undefined;
  /** Nothing can be written any more, as when the reader of a pipe has gone. */
  readonly dead: boolean;
}

export interface Sink {
  /** For status lines and fault reports: `ndjson:/var/log/findings.ndjson`. */
  readonly name: string;
  /**
   * Accepts a finding and returns at once; never throws. False when the queue is more than half full:
   * whoever can wait (a replay) should then await `flush`.
   */
  write(finding: Finding): boolean;
  /** Resolves when everything accepted so far was written or given up, true when nothing is left. @param timeoutMs default 1,000 */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Writes what it still holds, for at most `timeoutMs` (default 1,000), and lets go. Never rejects. */
  close(timeoutMs?: number): Promise<void>;
  faults(): SinkFaults;
}
