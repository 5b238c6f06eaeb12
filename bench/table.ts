/** Tables as text: numbers to the right, words to the left. */

export type Cell = string | number | undefined;

/** @param digits after the point, for numbers that are not whole */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], digits = 1): string {
  const texts = rows.map((row) => head.map((_, i) => shown(row[i], digits)));
  const widths = head.map((title, i) => Math.max(title.length, ...texts.map((row) => row[i]?.length ?? 0)));
  const right = head.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) => (right[i] === true ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...texts.map(line)].join('\n');
}

function shown(cell: Cell, digits: number): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (Number.isNaN(cell)) return '-';
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(digits);
}
