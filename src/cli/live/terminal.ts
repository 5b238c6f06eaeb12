/** What people see of a run: notices and cards above, the live line below. Without a terminal, notices alone. */
import { type Paint, paintFor } from '../paint.ts';
import { Screen } from './screen.ts';

export class Terminal {
  /** Colours for standard output. */
  readonly paint: Paint;
  readonly #screen: Screen;

  constructor() {
    this.paint = paintFor(process.stdout);
    this.#screen = new Screen(process.stderr.isTTY ? process.stderr : undefined);
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
