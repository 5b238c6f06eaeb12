/**
 * Finds and reads the settings files, without looking into them. Apart from parsing, so that the
 * launcher can read on a reload what the unprivileged engine may not.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SettingsError } from './error.ts';

/** Read when no other file is named; may be missing. */
export const DEFAULT_SETTINGS_FILE = '/etc/cipherwatch/cipherwatch.yaml';

/** A file larger than this is not a settings file, bytes. */
const LIMIT = 1_048_576;

export interface SettingsText {
  readonly file: string;
  readonly text: string;
}

/**
 * The named file (it must exist) or the default one, then `conf.d/*.yaml` beside it in name order.
 * @throws SettingsError `unreadable`
 */
export function settingsTexts(named?: string): readonly SettingsText[] {
  const main = named ?? DEFAULT_SETTINGS_FILE;
  const files = [...(named !== undefined || existsSync(main) ? [main] : []), ...droppedIn(dirname(main))];
  return files.map((file) => ({ file, text: readText(file) }));
}

function droppedIn(folder: string): readonly string[] {
  const inner = join(folder, 'conf.d');
  if (!existsSync(inner)) return [];
  try {
    return readdirSync(inner)
      .filter((name) => name.endsWith('.yaml') && !name.startsWith('.'))
      .sort()
      .map((name) => join(inner, name));
  } catch (cause) {
    throw unreadable(inner, cause);
  }
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (bytes.length > LIMIT) throw new SettingsError('unreadable', `${file}: larger than ${LIMIT} bytes, not settings`);
  return bytes.toString('utf8');
}

function unreadable(file: string, cause: unknown): SettingsError {
  const why = cause instanceof Error ? cause.message.replace(/^[A-Z]+: /, '') : String(cause);
  return new SettingsError('unreadable', `${file}: cannot be read: ${why}`, cause);
}
