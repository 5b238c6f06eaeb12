/** Which emulations the arguments of `validate` mean. */
import { emulations } from '../../../emulations/catalogue.ts';
import type { Emulation } from '../../../emulations/emulation.ts';
import { select } from '../../coverage/index.ts';
import { nearest } from '../../settings/nearest.ts';
import { UsageError } from '../usage-error.ts';
import type { Arguments } from '../verb.ts';

/** The short form unless more or others are asked for. @throws UsageError that names the nearest */
export function chosenBy({ options: { only }, switches }: Arguments): readonly Emulation[] {
  if (only === undefined) {
    return switches.has('all') || switches.has('list') ? emulations : emulations.filter(({ short }) => short);
  }
  if (switches.has('all')) throw new UsageError('--all and --only exclude each other');
  const wanted = only.split(',').filter(Boolean);
  const { chosen, unknown } = select(emulations, wanted);
  const [first] = wanted.length === 0 ? [only] : unknown;
  if (first === undefined) return chosen;
  const ids = emulations.map(({ id }) => id);
  const groups = [...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))];
  const near = nearest(first, [...ids, ...groups]);
  throw new UsageError(`no emulation is named '${first}'; did you mean '${near}'? validate --list tells all`);
}
