/** Styled lines as an SVG of a terminal: text in the viewer's own monospace font, nothing fetched. */
import type { Line, Run, Style } from './ansi.ts';

const CELL = { width: 7.8, height: 17 };
const MARGIN = 14;
const BAR = 30;
const GROUND = '#14171c';
const INK = '#d5dae1';
/** Black, red, green, yellow, blue, magenta, cyan, white; then the bright ones. Each is legible on the ground. */
const COLOURS = [
  '#7a828e',
  '#ff6b6b',
  '#7ccf7c',
  '#e8c15a',
  '#7fa9ff',
  '#d69be8',
  '#63cbd6',
  '#d5dae1',
  '#959dab',
  '#ff8f8f',
  '#a0e3a0',
  '#f4d684',
  '#a8c5ff',
  '#e5bdf2',
  '#95e0e8',
  '#ffffff',
];

export interface Picture {
  /** Shown in the bar, and to those who cannot see the picture. */
  readonly title: string;
  /** Least width, in characters. */
  readonly columns: number;
}

export function terminalSvg(lines: readonly Line[], { title, columns }: Picture): string {
  const longest = lines.map((line) => line.at(-1)).map((run) => (run ? run.column + [...run.text].length : 0));
  const width = Math.ceil(Math.max(columns, ...longest) * CELL.width + 2 * MARGIN);
  const height = Math.ceil(lines.length * CELL.height + BAR + 2 * MARGIN);
  const rows = lines.map((line, row) => line.map((run) => textOf(run, row)).join('')).filter((row) => row !== '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    '<style>text{font-size:13px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>`,
    `<text x="${width / 2}" y="20" fill="${COLOURS[8]}" text-anchor="middle">${escaped(title)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

/** Its width is fixed, so that columns line up in whatever font the viewer has. */
function textOf(run: Run, row: number): string {
  const trimmed = run.text.trimEnd();
  if (trimmed.trim() === '') return '';
  const lead = [...trimmed].length - [...trimmed.trimStart()].length;
  // Blanks in a row are drawn as one unless they are no-break ones.
  const text = trimmed.trimStart().replaceAll(' ', '\u00a0');
  const x = (MARGIN + (run.column + lead) * CELL.width).toFixed(1);
  const y = (BAR + MARGIN + (row + 0.75) * CELL.height).toFixed(1);
  const length = ([...text].length * CELL.width).toFixed(1);
  return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${paint(run.style)}>${escaped(text)}</text>`;
}

function paint({ bold, dim, colour }: Style): string {
  const fill = colour === undefined ? INK : (COLOURS[colour] ?? INK);
  return ` fill="${fill}"${bold ? ' font-weight="bold"' : ''}${dim ? ' fill-opacity=".62"' : ''}`;
}

/** XML has no way to write most controls; `styledLines` has dropped them, the title may hold some. */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
