/**
 * A terminal with one status line at its foot: text goes above it, the line is redrawn in place with
 * one write, so that nothing flickers.
 */
import type { WriteStream } from 'node:tty';
import { displayWidth } from '../card/text-width.ts';

const ESCAPE = '\u001b';
const CLEAR = `\r${ESCAPE}[K`;
/** Colours on and off, as `paint.ts` writes them. */
const COLOUR = new RegExp(`(${ESCAPE}\\[\\d+m)`);

export class Screen {
  readonly #status: WriteStream | undefined;
  #line = '';

  /** @param status the terminal that carries the line; undefined when there is none */
  constructor(status: WriteStream | undefined) {
    this.#status = status;
  }

  /** Columns that the status line may take: one less than there are, since the last one wraps on some terminals. */
  get width(): number {
    return Math.max(10, (this.#status?.columns || 80) - 1);
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
    this.#line = cutPainted(text, this.width);
    this.#status.write(CLEAR + this.#line);
  }

  /** Takes the status line away. */
  clear(): void {
    if (this.#status !== undefined && this.#line !== '') this.#status.write(CLEAR);
    this.#line = '';
  }
}

/** The first `width` columns of a text; colours stay whole and take none. */
export function cutPainted(text: string, width: number): string {
  let room = width;
  let cut = '';
  for (const part of text.split(COLOUR)) {
    if (COLOUR.test(part)) {
      cut += part;
      continue;
    }
    for (const character of part) {
      room -= displayWidth(character);
      if (room < 0) break;
      cut += character;
    }
  }
  return cut;
}
