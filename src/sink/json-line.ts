/**
 * One value as one line of NDJSON, whatever text is in it: always a single line, always valid UTF-8,
 * and harmless when it ends up on a terminal.
 */

/** Controls beyond ASCII's, DEL, and what reorders or hides text: legal in JSON, but not on a terminal. */
const RISKY = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Ends with a newline. Lone surrogates become U+FFFD; other risky characters are written as JSON
 * escapes, so that a parser gets them back as they were.
 */
export function jsonLine(value: object): string {
  const json = JSON.stringify(value, wellFormed);
  return `${json.replace(RISKY, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}
