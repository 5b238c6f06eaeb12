/** Markdown, as far as the checks look into it: headings, links and table cells, outside of code. */

export interface Link {
  readonly line: number;
  /** Without the anchor; empty for a link within the page. */
  readonly path: string;
  readonly anchor: string;
}

const FENCE = /^\s*(```|~~~)/;
const LINK = /!?\[[^\]]*\]\(<?([^)\s>]+)>?[^)]*\)/g;
const ELSEWHERE = /^[a-z][a-z0-9+.-]*:/i;

/** Lines with code blanked out, so that line numbers stay. */
function prose(text: string): readonly string[] {
  let code = false;
  return text.split('\n').map((line) => {
    const fence = FENCE.test(line);
    if (fence) code = !code;
    return code || fence ? '' : line;
  });
}

/** The headings of one level (2 is `##`), in order. */
export function headings(text: string, level: number): readonly string[] {
  const mark = `${'#'.repeat(level)} `;
  return prose(text)
    .filter((line) => line.startsWith(mark))
    .map((line) => line.slice(mark.length).trim());
}

/** What stands between a `##` heading and the next. */
export function section(text: string, heading: string): string {
  const lines = text.split('\n');
  const from = lines.indexOf(`## ${heading}`);
  if (from < 0) return '';
  const length = lines.slice(from + 1).findIndex((line) => line.startsWith('## '));
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n');
}

/** The entries of the first numbered list. */
export function numberedList(text: string): readonly string[] {
  return [...text.matchAll(/^\d+\. (.+)$/gm)].map((match) => match[1] ?? '');
}

/** The first cell of each table row, where it is one code span. */
export function codeCells(text: string): readonly string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
}

/** Links that lead somewhere in this repository. */
export function localLinks(text: string): readonly Link[] {
  return prose(text).flatMap((line, index) =>
    [...line.replaceAll(/`[^`]*`/g, '').matchAll(LINK)]
      .map((match) => match[1] ?? '')
      .filter((target) => !ELSEWHERE.test(target))
      .map((target) => {
        const [path = '', anchor = ''] = target.split('#', 2);
        return { line: index + 1, path: decodeURIComponent(path), anchor };
      }),
  );
}

/** The anchor that a heading gets where Markdown is shown. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
