/**
 * Writes lines one after another without ever blocking or throwing: one write in flight, the rest
 * waits in a bounded queue. A full disk is tried again until there is room; a reader that has gone
 * ends the output.
 */
import { write } from 'node:fs';
import type { LineOutput } from './line-output.ts';
import type { SinkFaults } from './sink.ts';
import { type WaitingLimits, type WaitingLine, WaitingLines } from './waiting-lines.ts';

/** Pause before a failed write is tried again, ms: doubled each time up to the longest. */
const RETRY_MS = { first: 50, longest: 2_000 };
/** Pause while a pipe is full, ms. */
const FULL_PIPE_MS = 10;
/** After these no write can succeed any more. */
const FATAL: ReadonlySet<string> = new Set(['EPIPE', 'EBADF', 'ECONNRESET', 'EINVAL', 'ENXIO']);
const NEWLINE = new Uint8Array([0x0a]);

export class LineWriter {
  readonly #output: LineOutput;
  readonly #onFault: (code: string, message: string) => void;
  readonly #waiting: WaitingLines;
  readonly #errors = new Map<string, number>();
  #current: WaitingLine | undefined;
  /** Bytes of the current line that are out. */
  #offset = 0;
  #owesNewline: boolean;
  #busy = false;
  #closed = false;
  #dead = false;
  #written = 0;
  #last: string | undefined;
  #retryMs = RETRY_MS.first;
  #retry: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];

  constructor(output: LineOutput, limits: WaitingLimits, onFault: (code: string, message: string) => void) {
    this.#output = output;
    this.#onFault = onFault;
    this.#waiting = new WaitingLines(limits);
    this.#owesNewline = output.torn;
  }

  /** False when the queue is more than half full. */
  push(line: WaitingLine): boolean {
    this.#waiting.push(line);
    if (this.#dead || this.#closed) this.#waiting.dropAll();
    else if (!this.#busy && this.#retry === undefined) this.#next();
    return !this.#waiting.halfFull;
  }

  /** Counts a finding that could not be made into a line. */
  refuse(code: string, message: string): void {
    this.#waiting.dropped += 1;
    this.#count(code, message);
  }

  async flush(timeoutMs: number): Promise<boolean> {
    if (this.#remaining() > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#idle.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#remaining() === 0;
  }

  async close(timeoutMs: number): Promise<void> {
    if (this.#closed) return;
    await this.flush(timeoutMs);
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#giveUp();
    // A write in flight still uses the descriptor: its callback closes it.
    if (!this.#busy) this.#closeOutput();
  }

  faults(): SinkFaults {
    return {
      written: this.#written,
      dropped: this.#waiting.dropped,
      superseded: this.#waiting.superseded,
      waiting: this.#remaining(),
      errors: Object.fromEntries(this.#errors),
      last: this.#last,
      dead: this.#dead,
    };
  }

  #count(code: string, message: string): void {
    this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
    this.#last = message;
    this.#onFault(code, message);
  }

  #remaining(): number {
    return this.#waiting.length + (this.#current === undefined ? 0 : 1);
  }

  #next(): void {
    this.#retry = undefined;
    if (this.#current === undefined) {
      this.#current = this.#waiting.shift();
      this.#offset = 0;
    }
    if (this.#current === undefined) {
      for (const resolve of this.#idle.splice(0)) resolve();
      return;
    }
    const bytes = this.#owesNewline ? NEWLINE : this.#current.bytes.subarray(this.#offset);
    this.#busy = true;
    write(this.#output.fd, bytes, 0, bytes.length, null, (error, count) => {
      this.#busy = false;
      if (error === null) this.#wrote(count);
      else this.#failed(error);
    });
  }

  #wrote(count: number): void {
    this.#retryMs = RETRY_MS.first;
    if (this.#owesNewline) {
      this.#owesNewline = count === 0;
    } else {
      this.#offset += count;
      if (this.#current !== undefined && this.#offset >= this.#current.bytes.length) {
        this.#current = undefined;
        this.#written += 1;
      }
    }
    if (this.#closed) this.#endLate();
    else this.#next();
  }

  #failed(error: NodeJS.ErrnoException): void {
    const code = error.code ?? 'unknown';
    if (code !== 'EAGAIN') {
      this.#count(code, error.message);
    }
    if (this.#closed) {
      this.#endLate();
    } else if (FATAL.has(code)) {
      this.#dead = true;
      this.#giveUp();
      for (const resolve of this.#idle.splice(0)) resolve();
    } else {
      this.#retry = setTimeout(() => this.#next(), code === 'EAGAIN' ? FULL_PIPE_MS : this.#retryMs);
      this.#retry.unref();
      if (code !== 'EAGAIN') this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.longest);
    }
  }

  /** The write that was in flight at the close has come back. */
  #endLate(): void {
    this.#giveUp();
    this.#closeOutput();
  }

  #giveUp(): void {
    this.#waiting.dropAll();
    if (this.#current === undefined || this.#busy) return;
    if (this.#offset > 0 && this.#output.takeBack(this.#offset)) this.#offset = 0;
    this.#current = undefined;
    this.#waiting.dropped += 1;
  }

  #closeOutput(): void {
    try {
      this.#output.close();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.#count(code ?? 'unknown', message);
    }
  }
}
