/** Small reads of /proc and /sys. */
import { readFileSync } from 'node:fs';

/** The file's text without surrounding blanks; undefined when it cannot be read. */
export function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
