/**
 * How many columns a text takes on a terminal, and texts made to fit. Texts are printable already and carry no colour:
 * colour is put on afterwards, so that a cut never falls into an escape sequence.
 */

/** Two columns: East Asian wide and fullwidth characters (UAX #11), and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
/** None: marks on the character before. */
const MARK = /[\p{Mn}\p{Me}]/u;

/** Columns of a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (MARK.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** At most `width` columns; a cut at the end is marked with an ellipsis. */
export function cutEnd(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${start(text, width - 1)}…`;
}

/**
 * At most `width` columns; a path loses its middle, since its name tells most.
 * @example cutMiddle('/srv/demo/projects/tool/minutes.txt', 26) // '/srv/demo/p…l/minutes.txt'
 */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const head = start(text, Math.floor((width - 1) * 0.4));
  return `${head}…${end(text, width - 1 - displayWidth(head))}`;
}

/** Lines of at most `width` columns, broken at spaces; a word that is longer than a line loses its middle. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const fitting = cutMiddle(word, width);
    if (line === '') line = fitting;
    else if (displayWidth(line) + 1 + displayWidth(fitting) <= width) line += ` ${fitting}`;
    else {
      lines.push(line);
      line = fitting;
    }
  }
  return [...lines, line];
}

function start(text: string, width: number): string {
  let room = width;
  let taken = '';
  for (const character of text) {
    room -= widthOf(character);
    if (room < 0) break;
    taken += character;
  }
  return taken;
}

function end(text: string, width: number): string {
  let room = width;
  const taken: string[] = [];
  for (const character of [...text].reverse()) {
    room -= widthOf(character);
    if (room < 0) break;
    taken.push(character);
  }
  return taken.reverse().join('');
}
