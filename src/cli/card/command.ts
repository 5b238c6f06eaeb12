/** Command lines in short. */
import type { FindingProcess } from '../../incident/index.ts';
import { printable } from '../../sink/index.ts';
import { nameOf } from './words.ts';

/** Code points of a command line that are looked at; a row is cut to the terminal anyway. */
const LIMIT = 400;

export function command({ argv, path }: FindingProcess): string {
  return printable(argv.length > 0 ? argv.join(' ') : path, LIMIT);
}

/**
 * Several processes of one program: how many, which, and where the latest one's arguments differ.
 * @example 'openssl enc ×4 (15294 … 15300), latest -in demo/tool/minutes-41.html'
 */
export function foldedCommand(processes: readonly [FindingProcess, ...FindingProcess[]]): string {
  const [one] = processes;
  const latest = processes.at(-1) ?? one;
  const shared = sharedArguments(processes);
  const verb = shared > 1 && /^\w[\w-]*$/.test(one.argv[1] ?? '') ? ` ${one.argv[1]}` : '';
  const pids = `${one.pid}${processes.length > 2 ? ' … ' : ', '}${latest.pid}`;
  // An option goes with the operand that differs.
  const from = latest.argv[shared - 1]?.startsWith('-') === true ? shared - 1 : shared;
  const rest = latest.argv.slice(Math.max(1, from));
  const differs = rest.length === 0 || shared >= latest.argv.length ? '' : `, latest ${rest.join(' ')}`;
  const name = nameOf(one.path) || (one.argv[0] ?? '');
  return printable(`${name}${verb} ×${processes.length} (${pids})${differs}`, LIMIT);
}

/** Leading arguments that are the same in all of them. */
function sharedArguments(processes: readonly FindingProcess[]): number {
  const [one, ...others] = processes.map(({ argv }) => argv);
  if (one === undefined) return 0;
  const differs = one.findIndex((argument, index) => others.some((argv) => argv[index] !== argument));
  return differs === -1 ? one.length : differs;
}
