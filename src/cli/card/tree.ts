/** Draws a finding's process tree. The list is in depth-first order, parents before children. */
import type { FindingProcess } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import type { Paint } from '../paint.ts';

/** Processes drawn; the rest is counted. */
const LIMIT = 20;
/** Code points of a command line that are shown. */
const COMMAND_LIMIT = 120;

export function drawTree(tree: readonly FindingProcess[], paint: Paint): readonly string[] {
  const shown = tree.slice(0, LIMIT);
  const lines = shown.map((process, index) => branch(shown, index) + label(process, paint));
  return tree.length > LIMIT ? [...lines, `… and ${tree.length - LIMIT} more processes`] : lines;
}

function branch(tree: readonly FindingProcess[], index: number): string {
  const depth = tree[index]?.depth ?? 0;
  let text = '';
  for (let level = 1; level <= depth; level++) {
    const goesOn = hasSibling(tree, index, level);
    if (level === depth) text += goesOn ? '├─ ' : '└─ ';
    else text += goesOn ? '│  ' : '   ';
  }
  return text;
}

/** Whether another branch of that depth follows below the same parent. */
function hasSibling(tree: readonly FindingProcess[], index: number, level: number): boolean {
  for (const { depth } of tree.slice(index + 1)) {
    if (depth < level) return false;
    if (depth === level) return true;
  }
  return false;
}

function label(process: FindingProcess, paint: Paint): string {
  const command = process.argv.length > 0 ? process.argv.join(' ') : process.path;
  const notes = [
    process.memfd ? 'in memory only' : '',
    process.deleted && !process.memfd ? 'deleted' : '',
    process.ownership.state === 'unpackaged' ? 'unpackaged' : '',
  ].filter((note) => note !== '');
  const tail = notes.length > 0 ? paint('yellow', ` [${notes.join(', ')}]`) : '';
  const text = `${process.pid} ${printable(process.user, 32)} ${printable(command, COMMAND_LIMIT)}`;
  return (process.participant ? paint('bold', `▸ ${text}`) : text) + tail;
}
