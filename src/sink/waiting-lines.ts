/**
 * Lines that wait for an output that is slow or broken: bounded in number and bytes. When room is
 * needed, an older revision of the same finding goes first, then the oldest update; a finding that
 * nobody has heard of yet goes last.
 */
export interface WaitingLine {
  readonly uid: string;
  readonly create: boolean;
  readonly bytes: Uint8Array;
}

export interface WaitingLimits {
  readonly lines: number;
  readonly bytes: number;
}

export class WaitingLines {
  readonly #limits: WaitingLimits;
  #lines: WaitingLine[] = [];
  #bytes = 0;
  dropped = 0;
  superseded = 0;

  constructor(limits: WaitingLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#lines.length;
  }

  get halfFull(): boolean {
    return this.#lines.length * 2 > this.#limits.lines || this.#bytes * 2 > this.#limits.bytes;
  }

  push(line: WaitingLine): void {
    while (this.#overflowsWith(line)) {
      if (!this.#makeRoom(line)) {
        this.dropped += 1;
        return;
      }
    }
    this.#lines.push(line);
    this.#bytes += line.bytes.length;
  }

  shift(): WaitingLine | undefined {
    const line = this.#lines.shift();
    if (line !== undefined) this.#bytes -= line.bytes.length;
    return line;
  }

  /** Gives up on everything. */
  dropAll(): void {
    this.dropped += this.#lines.length;
    this.#lines = [];
    this.#bytes = 0;
  }

  #overflowsWith(line: WaitingLine): boolean {
    return this.#lines.length >= this.#limits.lines || this.#bytes + line.bytes.length > this.#limits.bytes;
  }

  #makeRoom(incoming: WaitingLine): boolean {
    const older = this.#lines.findIndex(({ uid, create }) => uid === incoming.uid && !create);
    if (older >= 0) {
      this.#remove(older);
      this.superseded += 1;
      return true;
    }
    const update = this.#lines.findIndex(({ create }) => !create);
    if (update >= 0) {
      this.#remove(update);
      this.dropped += 1;
      return true;
    }
    return false;
  }

  #remove(index: number): void {
    const [line] = this.#lines.splice(index, 1);
    if (line !== undefined) this.#bytes -= line.bytes.length;
  }
}
