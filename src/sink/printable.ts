/**
 * Makes any text that came from a host safe to show on a terminal or in a log line. What could move
 * the cursor, change colours, reorder or hide text is written as an escape instead: every control,
 * format (bidirectional overrides, zero-width), private, unassigned and surrogate code point, and line and
 * paragraph separators. A backslash is doubled, so that the result is unambiguous.
 */

const UNSAFE = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/**
 * @param limit most code points of `text` that are shown; a cut is marked with an ellipsis. No limit by default.
 * @example printable('a\nb\u001b[31m') // 'a\\nb\\x1b[31m'
 */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  return cut(text, limit).replace(UNSAFE, escaped);
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text.slice(0, limit * 2 + 2));
  return points.length <= limit ? text : `${points.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

function escaped(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0xfffd;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
