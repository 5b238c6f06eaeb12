/**
 * Makes docs/images/terminal.svg out of what a terminal really shows. Reads ANSI text from standard input:
 *
 *   tmux capture-pane -e -p -S - | node_modules/.bin/node scripts/terminal-picture.ts --lines 4-9,12-40 > docs/images/terminal.svg
 *
 * `--lines` keeps those lines (from 1); what is left out between them shows as one line with an ellipsis.
 */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { type Line, styledLines } from './picture/ansi.ts';
import { keptLines } from './picture/kept-lines.ts';
import { terminalSvg } from './picture/svg.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string' },
    title: { type: 'string', default: 'cipherwatch run' },
    columns: { type: 'string', default: '80' },
  },
});
const ELLIPSIS: Line = [{ column: 0, text: '…', style: { bold: false, dim: true, colour: undefined } }];

const all = styledLines((await text(process.stdin)).trimEnd());
const lines = values.lines === undefined ? all : keptLines(all, values.lines, ELLIPSIS);
process.stdout.write(terminalSvg(lines, { title: values.title, columns: Number(values.columns) }));
