/** The options of `run`, which its engine process takes as well. */
import { assignmentsOfOptions } from '../settings/options.ts';
import { readDuration } from './duration.ts';
import { UsageError } from './usage-error.ts';
import type { Arguments, Option } from './verb.ts';

export const configOption: Option = {
  name: 'config',
  value: 'FILE',
  about: 'settings file instead of /etc/cipherwatch/cipherwatch.yaml',
};

export const durationOption: Option = {
  name: 'duration',
  value: 'TIME',
  about: 'stop by itself so long after everything is attached, as 20s, 5m or 2h',
};

export const userOption: Option = {
  name: 'user',
  value: 'NAME',
  about: 'unprivileged user to run as (auto: cipherwatch, else nobody); root keeps all privileges',
};

export const runOptions: readonly Option[] = [
  durationOption,
  { name: 'output', value: 'FILE|-', about: 'append findings as NDJSON to a file, or write them to standard output' },
  { name: 'format', value: 'ocsf|native', about: 'form of a finding in NDJSON (default ocsf)' },
  { name: 'respond', value: 'observe|contain', about: 'only tell, or also stop what is found (default observe)' },
  { name: 'record', value: 'FILE', about: 'also record the event stream, for replay; an existing file is replaced' },
  { name: 'no-console', about: 'accepted; there is no web console yet' },
  { name: 'state', value: 'DIR', about: 'directory of the store (default /var/lib/cipherwatch)' },
  userOption,
  configOption,
];

/** Options that are settings, by the same name. */
export function settingOptions({ options }: Arguments): Readonly<Record<string, string | undefined>> {
  const { output, format, respond, state, user } = options;
  return { output, format, respond, state, user };
}

/** What can be refused before anything is started. @throws UsageError, SettingsError */
export function checkRunOptions(given: Arguments): { readonly durationMs: number | undefined } {
  assignmentsOfOptions(settingOptions(given));
  refuseContain(given.options.respond);
  return { durationMs: readDuration(given.options.duration) };
}

/** @throws UsageError */
export function refuseContain(respond: string | undefined): void {
  if (respond === 'contain') throw new UsageError('containment is not built yet: use --respond observe');
}
