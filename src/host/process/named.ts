/** The files that a process start names on its command line and that decide what it is: a loaded program, code. */
import type { ProcessStart } from '../../event/index.ts';
import { pathFrom } from '../file/path.ts';
import { codeOf, familyOf, loadedBy } from '../program/index.ts';
import type { Ownership, Process } from '../view.ts';

export type Named = Pick<Process, 'loaded' | 'codeFile'>;

/** @param ask who owns an absolute path. Asked in the same order for the same start. */
export function namedBy(event: ProcessStart, ask: (path: string) => Ownership): Named {
  const { image, argv, cwd } = event;
  const program = loadedBy(image.path, argv, cwd);
  const loaded = program && { ...program, ownership: ask(program.path) };
  const path = codePath(program?.path ?? image.path, program?.argv ?? argv, event);
  return { loaded, codeFile: path === undefined ? undefined : { path, ownership: ask(path) } };
}

/** What a shell runs is not asked about: its commands are programs of their own. */
function codePath(image: string, argv: readonly string[], { script, cwd }: ProcessStart): string | undefined {
  const family = familyOf(image) ?? (script === undefined ? 'shell' : 'other');
  if (family === 'shell') return undefined;
  const code = codeOf(family, argv, script);
  if (code?.from !== 'script' || code.path === '') return undefined;
  const path = pathFrom(cwd, code.path);
  return path.startsWith('/') ? path : undefined;
}
