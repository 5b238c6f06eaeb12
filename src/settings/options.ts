/** Settings given on the command line. Apart from the files' reading, so that the launcher can check them. */
import type { Assignment } from './assignment.ts';
import { SettingsError } from './error.ts';
import { namedSettings } from './table.ts';

/** By dotted name, as text; undefined where not given. */
export type OptionTexts = Readonly<Record<string, string | undefined>>;

/** @throws SettingsError `wrong_type`, naming the option */
export function assignmentsOfOptions(options: OptionTexts): readonly Assignment[] {
  return namedSettings.flatMap(({ name, setting: { kind } }) => {
    const text = options[name];
    if (text === undefined) return [];
    const read = kind.fromText(text);
    if ('expected' in read) throw new SettingsError('wrong_type', `--${name} must be ${read.expected}, not '${text}'`);
    return [{ name, value: kind.toYaml(read.value), origin: `--${name}` }];
  });
}
