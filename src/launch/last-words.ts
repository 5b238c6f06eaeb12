/**
 * Splits a program's stderr into lines and holds each back for a moment, so that the line which says
 * why it failed becomes the error rather than being told twice.
 */

/** How long a line is held back, ms. */
const HOLD_MS = 200;
/** Characters of one line that are kept. */
const LINE_LIMIT = 1000;

export class LastWords {
  readonly #tell: (line: string) => void;
  #rest = '';
  #held: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param tell is given each line that was not the last one before the end */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  take(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, LINE_LIMIT);
    for (const line of lines) this.#hold(line.trim().slice(0, LINE_LIMIT));
  }

  /** The program has ended: its last line, if it left one just now. */
  end(): string | undefined {
    if (this.#rest.trim() !== '') this.#hold(this.#rest.trim());
    clearTimeout(this.#timer);
    const last = this.#held;
    this.#held = undefined;
    return last;
  }

  #hold(line: string): void {
    if (line === '') return;
    this.#release();
    this.#held = line;
    this.#timer = setTimeout(() => this.#release(), HOLD_MS);
    this.#timer.unref();
  }

  #release(): void {
    clearTimeout(this.#timer);
    const line = this.#held;
    this.#held = undefined;
    if (line !== undefined) this.#tell(line);
  }
}
