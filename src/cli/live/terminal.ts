/** What people see of a run: notices and cards above, the live line below. Without a terminal, notices alone. */
import type { Look } from '../card/card.ts';
import { type Paint, paintFor } from '../paint.ts';
import { Screen } from './screen.ts';

export class Terminal {
  /** Colours for standard output. */
  readonly paint: Paint;
  /** Colours for standard error: notices and the live line. */
  readonly noticePaint: Paint;
  readonly #screen: Screen;

  constructor() {
    this.paint = paintFor(process.stdout);
    this.noticePaint = paintFor(process.stderr);
    this.#screen = new Screen(process.stderr.isTTY ? process.stderr : undefined);
  }

  /** How cards are shown now. */
  look(): Look {
    return { paint: this.paint, width: process.stdout.columns || 80 };
  }

  /** How the live line is shown now. */
  statusLook(): Look {
    return { paint: this.noticePaint, width: this.#screen.width };
  }

  /** A line on standard error. */
  notice(line: string): void {
    this.#screen.above(`${line}\n`, process.stderr);
  }

  /** Whole lines on standard output. */
  print(text: string): void {
    this.#screen.above(text, process.stdout);
  }

  status(line: string): void {
    this.#screen.draw(line);
  }

  end(): void {
    this.#screen.clear();
  }
}
