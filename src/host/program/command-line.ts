/**
 * Where a command interpreter's code comes from, read off its arguments: typed in, a pipe, the command line
 * itself, a script, a module. Works for any interpreter that follows the usual conventions, whatever it is called.
 *
 * @module
 */
import type { Code } from './code.ts';
import { erlangCode } from './erlang.ts';
import type { Family } from './family.ts';
import { GRAMMARS, type Grammar } from './grammar.ts';
import { javaCode } from './java.ts';
import { mostForeign } from './packaged-place.ts';

/**
 * Reads where the code comes from; `script` is the path that the kernel started an interpreter line with.
 * @returns undefined where it runs no code of others: a tool of the language's own, a question for its version.
 */
export function codeOf(family: Family, argv: readonly string[], script: string | undefined): Code | undefined {
  // Debian's ocaml is a program of its own virtual machine's.
  if (family === 'ocaml' && script === '/usr/bin/ocaml')
    return codeOf(family, argv.slice(argv.indexOf(script)), undefined);
  if (script !== undefined) return { from: 'script', path: script };
  if (family === 'java') return javaCode(argv);
  if (family === 'erlang') return erlangCode(argv);
  return read(family, GRAMMARS[family], argv);
}

function read(family: Family, grammar: Grammar, argv: readonly string[]): Code | undefined {
  const { inline, valued, file } = grammar;
  const files: string[] = [];
  let verb = false;
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i] as string;
    if (family === 'r' && argument === '--args') break;
    if (argument === '-' || (family === 'shell' && /^-[a-z]*s$/.test(argument))) return { from: 'stdin' };
    if (argument === '--') {
      const next = argv[i + 1];
      return files.length > 0 ? scriptOf(files) : next === undefined ? { from: 'stdin' } : first(grammar, next);
    }
    if (inline.test(argument) || /^--(?:eval|print|source)=/.test(argument)) return { from: 'inline' };
    if (family === 'python' && /^-[a-zA-Z]*m/.test(argument)) {
      return { from: 'module', name: argument.replace(/^-[a-zA-Z]*?m/, '') || (argv[i + 1] ?? '') };
    }
    const glued = file === undefined ? undefined : attached(file, argument);
    if (glued !== undefined) files.push(glued);
    else if (file?.test(argument)) files.push(argv[++i] ?? '');
    else if (valued.test(argument)) i++;
    else if (argument.startsWith('-') || argument.startsWith('+')) continue;
    else if (files.length > 0) break;
    else if (!verb && grammar.verbs?.test(argument)) verb = true;
    else if (!verb && grammar.tools?.test(argument)) return undefined;
    else if (grammar.first !== 'data') return first(grammar, argument);
  }
  if (files.length > 0) return scriptOf(files);
  return grammar.idle === true && !verb ? undefined : { from: 'stdin' };
}

function first(grammar: Grammar, argument: string): Code {
  return grammar.first === 'inline' ? { from: 'inline' } : { from: 'script', path: argument };
}

function scriptOf(files: readonly string[]): Code {
  return { from: 'script', path: mostForeign(files) ?? '' };
}

/** `--file=X`, `-fX`; undefined where the value is an argument of its own, or it is another option. */
function attached(option: RegExp, argument: string): string | undefined {
  const equals = argument.indexOf('=');
  if (argument.startsWith('--') && equals > 0)
    return option.test(argument.slice(0, equals)) ? argument.slice(equals + 1) : undefined;
  const short = /^-[^-]./.test(argument) && !option.test(argument) && option.test(argument.slice(0, 2));
  return short ? argument.slice(2) : undefined;
}
