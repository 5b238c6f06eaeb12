/**
 * The verbs. Each is loaded only when it is called, so that the launcher, which keeps root's
 * privileges, never loads what it does not need.
 */
import { nearest } from '../settings/nearest.ts';
import { UsageError } from './usage-error.ts';
import type { Verb } from './verb.ts';

const loaders: Readonly<Record<string, () => Promise<Verb>>> = {
  run: async () => (await import('./verbs/run.ts')).run,
  record: async () => (await import('./verbs/record.ts')).record,
  replay: async () => (await import('./verbs/replay.ts')).replay,
  canary: async () => (await import('./verbs/canary.ts')).canary,
  doctor: async () => (await import('./verbs/doctor.ts')).doctor,
  validate: async () => (await import('./verbs/validate.ts')).validate,
  config: async () => (await import('./verbs/config.ts')).config,
  engine: async () => (await import('./verbs/engine.ts')).engine,
  recorder: async () => (await import('./verbs/recorder.ts')).recorder,
};

export const verbNames: readonly string[] = Object.keys(loaders);

/** Those that people call. */
const PUBLIC = verbNames.filter((name) => name !== 'engine' && name !== 'recorder');

/** @throws UsageError that names the nearest verb */
export async function findVerb(name: string | undefined): Promise<Verb> {
  if (name === undefined) throw new UsageError('no verb given; run is the main job');
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load === undefined) throw new UsageError(`there is no verb '${name}'; did you mean '${nearest(name, PUBLIC)}'?`);
  return await load();
}

/** For the help. */
export async function shownVerbs(): Promise<readonly Verb[]> {
  const all = await Promise.all(Object.values(loaders).map((load) => load()));
  return all.filter(({ internal }) => internal !== true);
}
