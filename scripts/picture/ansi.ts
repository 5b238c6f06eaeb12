/**
 * A terminal's output as lines of styled runs: the colours and weights of SGR sequences are kept,
 * every other control is dropped.
 */

export interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  /** Index into the sixteen colours of a terminal; undefined for the default one. */
  readonly colour: number | undefined;
}

/** Text of one style; `column` counts characters from 0. */
export interface Run {
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Run[];

const PLAIN: Style = { bold: false, dim: false, colour: undefined };
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what reads them
const SEQUENCE = /\u001b\[([0-9;?]*)([@-~])|\u001b\][^\u0007]*\u0007|\u001b[()].|[\u0000-\u001f\u007f]/g;

/** @example styledLines('\u001b[1mhi\u001b[0m') // [[{ column: 0, text: 'hi', style: { bold: true, … } }]] */
export function styledLines(output: string): readonly Line[] {
  let style = PLAIN;
  return output.split('\n').map((line) => {
    const runs: Run[] = [];
    let column = 0;
    let at = 0;
    const put = (text: string) => {
      if (text !== '') runs.push({ column, text, style });
      column += [...text].length;
    };
    for (const match of line.matchAll(SEQUENCE)) {
      put(line.slice(at, match.index));
      at = match.index + match[0].length;
      if (match[2] === 'm') style = restyled(style, match[1] ?? '');
    }
    put(line.slice(at));
    return runs;
  });
}

function restyled(before: Style, parameters: string): Style {
  let style = before;
  for (const code of parameters.split(';').map(Number)) {
    if (code === 0) style = PLAIN;
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code === 39) style = { ...style, colour: undefined };
    else if (code >= 30 && code <= 37) style = { ...style, colour: code - 30 };
    else if (code >= 90 && code <= 97) style = { ...style, colour: code - 82 };
  }
  return style;
}
