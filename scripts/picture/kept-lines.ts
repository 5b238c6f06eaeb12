/**
 * Cuts a list down to ranges such as `4-9,12` (from 1, both ends included), with a mark where something was left out.
 * @throws RangeError when a range is none, or not behind the one before it
 */
export function keptLines<T>(all: readonly T[], ranges: string, mark: T): readonly T[] {
  const kept: T[] = [];
  let last = 0;
  for (const range of ranges.split(',')) {
    const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(range.trim()) ?? [];
    const [first, end] = [Number(from), Number(to)];
    if (from === '' || first <= last || end < first)
      throw new RangeError(`'${range}' is no range of lines behind ${last}`);
    if (kept.length > 0 && first > last + 1) kept.push(mark);
    kept.push(...all.slice(first - 1, end));
    last = end;
  }
  return kept;
}
