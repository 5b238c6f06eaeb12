/**
 * What one process, or one job, has on its desk: files it read, files it wrote, originals that went missing.
 *
 * @module
 */
import type { FileRecord, Reading } from './file-record.ts';
import type { Output } from './output.ts';

/** Outputs remembered at least, and at most twice as many. */
const MIN_OUTPUTS = 256;
/** Readings at hand for the next output. */
const MAX_RECENT = 8;
const MAX_LOST = 64;
/** A pause in reading, in ms, after which a new set of files begins. */
const SET_PAUSE = 600_000;

export class Desk {
  /** Latest last. */
  readonly outputs: Output[] = [];
  /** Files read whole, latest last. */
  readonly recent: Reading[] = [];
  /** Originals that are gone while no ciphertext of theirs is known. */
  lost: readonly FileRecord[] = [];
  /** Files read whole since the last long pause, and their bytes. */
  files = 0;
  bytes = 0;
  #readAt = 0;

  noteRead(reading: Reading): void {
    const { recent } = this;
    if (reading.time - this.#readAt > SET_PAUSE) {
      this.files = 0;
      this.bytes = 0;
    }
    this.#readAt = reading.time;
    if (recent.at(-1)?.record === reading.record || recent.includes(reading)) return;
    this.files += 1;
    this.bytes += reading.size;
    if (recent.length >= MAX_RECENT) recent.shift();
    recent.push(reading);
  }

  noteOutput(output: Output): void {
    const { outputs } = this;
    if (outputs.length >= 2 * MIN_OUTPUTS) outputs.splice(0, MIN_OUTPUTS);
    outputs.push(output);
  }

  noteLost(record: FileRecord): void {
    if (!this.lost.includes(record)) this.lost = [...this.lost.slice(1 - MAX_LOST), record];
  }

  /** Drops what was found or went missing before `since`. */
  tidyLost(since: number): void {
    if (this.lost.some((record) => isFound(record, since)))
      this.lost = this.lost.filter((record) => !isFound(record, since));
  }
}

function isFound({ destroyed, gone }: FileRecord, since: number): boolean {
  return destroyed || gone === undefined || gone.time < since;
}
