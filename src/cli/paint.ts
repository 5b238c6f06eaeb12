/** Colour, where it is wanted: on a terminal, unless NO_COLOR is set or the terminal is dumb. */
import type { WriteStream } from 'node:tty';

export type Hue = 'red' | 'yellow' | 'cyan' | 'green' | 'dim' | 'bold';

export type Paint = (hue: Hue, text: string) => string;

const CODES: Readonly<Record<Hue, readonly [number, number]>> = {
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  green: [32, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export const plain: Paint = (_hue, text) => text;

const colourful: Paint = (hue, text) => `\u001b[${CODES[hue][0]}m${text}\u001b[${CODES[hue][1]}m`;

export function paintFor(stream: Pick<WriteStream, 'isTTY'>, environment: NodeJS.ProcessEnv = process.env): Paint {
  const refused = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return stream.isTTY === true && !refused ? colourful : plain;
}
