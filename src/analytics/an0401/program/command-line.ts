/**
 * Where a command interpreter's code comes from, read off its arguments: typed in, a pipe, the command line
 * itself, a script, a module. Works for any interpreter that follows the usual conventions, whatever it is called.
 *
 * @module
 */

export type Code =
  | { readonly from: 'stdin' }
  | { readonly from: 'inline' }
  | { readonly from: 'script'; readonly path: string }
  | { readonly from: 'module'; readonly name: string };

export type Family = 'shell' | 'python' | 'perl' | 'ruby' | 'php' | 'node' | 'lua' | 'tcl' | 'other';

interface Options {
  /** The argument after it is code; a cluster of letters that ends so counts (`-lc`, `-pe`). */
  readonly inline: RegExp;
  /** The argument after it belongs to it and is no script. */
  readonly valued: RegExp;
}

const OPTIONS: Readonly<Record<Family, Options>> = {
  shell: { inline: /^-[a-z]*c[a-z]*$/i, valued: /^(?:[-+][a-z]*[oO]|--rcfile|--init-file)$/ },
  python: { inline: /^-[a-zA-Z]*c$/, valued: /^(?:-[WXQ]|--check-hash-based-pycs)$/ },
  perl: { inline: /^-[a-zA-Z0]*[eE]$/, valued: /^-I$/ },
  ruby: { inline: /^-[a-zA-Z]*e$/, valued: /^-[IrCE]$/ },
  php: { inline: /^(?:-[rBRE]|--run)$/, valued: /^-[dcz]$/ },
  node: { inline: /^(?:-e|-p|-pe|--eval|--print)$/, valued: /^(?:-r|--require|--import|--loader|-C|--env-file)$/ },
  lua: { inline: /^-e$/, valued: /^-l$/ },
  tcl: { inline: /^-c$/, valued: /^-encoding$/ },
  other: { inline: /^(?:-c|-e|-E|-r|--eval)$/, valued: /^$/ },
};

/** Reads where the code comes from; `script` is the path that the kernel started an interpreter line with. */
export function codeOf(family: Family, argv: readonly string[], script: string | undefined): Code {
  if (script !== undefined) return { from: 'script', path: script };
  const { inline, valued } = OPTIONS[family];
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i] as string;
    if (argument === '-' || (family === 'shell' && /^-[a-z]*s$/.test(argument))) return { from: 'stdin' };
    if (argument === '--')
      return i + 1 < argv.length ? { from: 'script', path: argv[i + 1] as string } : { from: 'stdin' };
    if (inline.test(argument) || /^--(?:eval|print)=/.test(argument)) return { from: 'inline' };
    if (family === 'python' && /^-[a-zA-Z]*m/.test(argument)) {
      return { from: 'module', name: argument.replace(/^-[a-zA-Z]*?m/, '') || (argv[i + 1] ?? '') };
    }
    if (family === 'php' && argument === '-f') return { from: 'script', path: argv[i + 1] ?? '' };
    if (valued.test(argument)) i++;
    else if (!argument.startsWith('-') && !argument.startsWith('+')) return { from: 'script', path: argument };
  }
  return { from: 'stdin' };
}

/** Directories that package managers own; what an administrator or an intruder adds lies elsewhere as a rule. */
const PACKAGED = /^\/(?:usr\/(?:s?bin|lib|lib32|lib64|libexec|share)|s?bin|lib|lib32|lib64)\//;

/** Does a script lie where packages put theirs? Decided by place, since the host tells ownership of images only. */
export function inPackagedPlace(path: string, cwd: string): boolean {
  return PACKAGED.test(absolute(path, cwd));
}

/** Anybody may write there. */
export function inTemporaryPlace(path: string, cwd = '/'): boolean {
  return /^\/(?:tmp|var\/tmp|dev\/shm|run\/user\/\d+|run\/lock)\//.test(absolute(path, cwd));
}

function absolute(path: string, cwd: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
