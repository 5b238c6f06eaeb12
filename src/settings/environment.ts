/** Settings given as environment variables, `CIPHERWATCH_…`. An unknown one is an error: it was meant to do something. */
import type { Assignment } from './assignment.ts';
import { SettingsError } from './error.ts';
import { nearest } from './nearest.ts';
import { namedSettings } from './table.ts';

const PREFIX = 'CIPHERWATCH_';

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SettingsError `unknown_key` or `wrong_type` */
export function assignmentsFrom(environment: Environment): readonly Assignment[] {
  return Object.entries(environment)
    .filter(([variable, value]) => variable.startsWith(PREFIX) && value !== undefined && value !== '')
    .map(([variable, value]) => assign(variable, value ?? ''));
}

function assign(variable: string, text: string): Assignment {
  const known = namedSettings.find((candidate) => candidate.variable === variable);
  if (known === undefined) {
    const near = nearest(
      variable,
      namedSettings.map((candidate) => candidate.variable),
    );
    throw new SettingsError('unknown_key', `$${variable}: no such setting; did you mean $${near}?`);
  }
  const read = known.setting.kind.fromText(text);
  if ('expected' in read) {
    throw new SettingsError('wrong_type', `$${variable}: ${known.name} must be ${read.expected}, not '${text}'`);
  }
  return { name: known.name, value: known.setting.kind.toYaml(read.value), origin: `$${variable}` };
}
