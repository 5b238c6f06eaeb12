/** Puts the settings together: defaults, then files in order, then the environment, then the command line. */
import type { Assignment } from './assignment.ts';
import { assignmentsFrom, type Environment } from './environment.ts';
import { SettingsError } from './error.ts';
import { put } from './nest.ts';
import { assignmentsOfOptions, type OptionTexts } from './options.ts';
import { type NamedSetting, namedSettings, type Settings } from './table.ts';
import type { SettingsText } from './texts.ts';
import { assignmentsOf } from './yaml-file.ts';

export interface SettingsInput {
  readonly texts: readonly SettingsText[];
  readonly environment: Environment;
  /** From the command line, by dotted name, as text. */
  readonly options?: OptionTexts;
}

export interface Resolved {
  readonly settings: Settings;
  /** Where each value came from: `default`, `FILE:LINE`, `$VARIABLE`, `--option`. */
  readonly origins: ReadonlyMap<string, string>;
}

/** @throws SettingsError that names file and line, variable or option, and the way out */
export function resolveSettings(input: SettingsInput): Resolved {
  const given = new Map<string, Assignment>();
  const all = [
    ...input.texts.flatMap(assignmentsOf),
    ...assignmentsFrom(input.environment),
    ...assignmentsOfOptions(input.options ?? {}),
  ];
  for (const assignment of all) given.set(assignment.name, checked(assignment));
  const settings: Record<string, unknown> = {};
  for (const named of namedSettings) put(settings, named.path, given.get(named.name)?.value ?? named.setting.fallback);
  const origins = new Map(namedSettings.map(({ name }) => [name, given.get(name)?.origin ?? 'default']));
  return { settings: settings as unknown as Settings, origins };
}

function checked(assignment: Assignment): Assignment {
  const read = known(assignment.name).setting.kind.fromYaml(assignment.value);
  if ('value' in read) return { ...assignment, value: read.value };
  const shown = JSON.stringify(assignment.value) ?? 'nothing';
  const cut = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  throw new SettingsError(
    'wrong_type',
    `${assignment.origin}: ${assignment.name} must be ${read.expected}, not ${cut}`,
  );
}

function known(name: string): NamedSetting {
  const found = namedSettings.find((candidate) => candidate.name === name);
  if (found === undefined) throw new SettingsError('unknown_key', `no setting '${name}'`);
  return found;
}
