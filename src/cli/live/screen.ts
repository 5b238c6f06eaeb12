/**
 * A terminal with one status line at its foot: text goes above it, the line is redrawn in place with
 * one write, so that nothing flickers.
 */
import type { WriteStream } from 'node:tty';

const CLEAR = '\r\u001b[K';

export class Screen {
  readonly #status: WriteStream | undefined;
  #line = '';

  /** @param status the terminal that carries the line; undefined when there is none */
  constructor(status: WriteStream | undefined) {
    this.#status = status;
  }

  /** Writes whole lines to a stream, above the status line. */
  above(text: string, stream: NodeJS.WritableStream): void {
    if (this.#status === undefined || this.#line === '') {
      stream.write(text);
      return;
    }
    this.#status.write(CLEAR);
    stream.write(text);
    this.#status.write(this.#line);
  }

  /** Redraws the status line, cut to the terminal's width. */
  draw(text: string): void {
    if (this.#status === undefined) return;
    const width = Math.max(10, (this.#status.columns || 80) - 1);
    this.#line = [...text].slice(0, width).join('');
    this.#status.write(CLEAR + this.#line);
  }

  /** Takes the status line away. */
  clear(): void {
    if (this.#status !== undefined && this.#line !== '') this.#status.write(CLEAR);
    this.#line = '';
  }
}
