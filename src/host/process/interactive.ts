/**
 * Whether a program that was just executed reads command lines from a terminal. Such a shell must not
 * merge what is typed during a day into one job.
 */
import type { Fd } from '../../event/index.ts';
import { isShell } from './image-name.ts';

/** Options of shells that take the next argument (bash, zsh) and still leave an interactive shell. */
const TAKES_NEXT = new Set(['--rcfile', '--init-file', '-o', '+o', '-O', '+O']);

/** No script and no `-c`: nothing to do but ask the terminal. */
function asksForCommands(argv: readonly string[]): boolean {
  for (let at = 1; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (TAKES_NEXT.has(argument)) at += 1;
    else if (!/^[-+]/.test(argument)) return false;
    else if (/^-[a-zA-Z]*c/.test(argument)) return false;
  }
  return true;
}

export interface Executed {
  readonly image: { readonly path: string };
  readonly argv: readonly string[];
  readonly script?: string | undefined;
  readonly tty?: string | undefined;
  readonly stdio: readonly [Fd, Fd, Fd];
}

/**
 * A login program says so by a leading dash in argv[0], whatever its name. `busybox` counts only as one of its shells.
 */
export function isInteractive(executed: Executed): boolean {
  const { argv, image, stdio } = executed;
  if (executed.tty === undefined || executed.script !== undefined || stdio[0].type !== 'tty') return false;
  if (image.path.endsWith('/busybox')) return /sh$/.test(argv[0] ?? '') ? asksForCommands(argv) : bareApplet(argv);
  const login = argv[0]?.startsWith('-') === true;
  return (login || isShell(image.path)) && asksForCommands(argv);
}

/** `busybox sh`: the applet is the first argument. */
function bareApplet(argv: readonly string[]): boolean {
  return /^(?:a|hu)?sh$/.test(argv[1] ?? '') && asksForCommands(argv.slice(1));
}
