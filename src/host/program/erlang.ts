/**
 * Where the Erlang virtual machine's code comes from: an expression, a script of `escript` or `elixir`, a release
 * or a code path.
 *
 * @module
 */
import type { Code } from './code.ts';
import { mostForeign } from './packaged-place.ts';

/**
 * @param argv as the virtual machine is started (`beam.smp -root … -- -noshell … -extra …`), or `escript` itself.
 * @returns undefined where it runs a module of its own code path.
 */
export function erlangCode(argv: readonly string[]): Code | undefined {
  const extra = argv.indexOf('-extra');
  const options = extra < 0 ? argv : argv.slice(0, extra);
  const plain = extra < 0 ? [] : argv.slice(extra + 1);
  if (options.includes('-eval') || plain.some((argument) => /^(?:-e|--eval|--rpc-eval)$/.test(argument)))
    return { from: 'inline' };
  const script = plain.find((argument) => /\.(?:escript|erl|exs?)$/.test(argument));
  if (script !== undefined) return { from: 'script', path: script };
  const isScript = options[options.indexOf('-run') + 1] === 'escript';
  if (isScript && plain[0] !== undefined) return { from: 'script', path: plain[0] };
  if (/(?:^|\/)escript$/.test(argv[0] ?? '')) {
    const path = argv.slice(1).find((argument) => !argument.startsWith('-'));
    return path === undefined ? { from: 'stdin' } : { from: 'script', path };
  }
  const places = options.flatMap((option, i) => {
    const value = options[i + 1] ?? '';
    return /^-p[az]$/.test(option) ? [value] : option === '-boot' ? [`${value}.boot`] : [];
  });
  const place = mostForeign(places.filter((path) => path.includes('/')));
  if (place !== undefined) return { from: 'script', path: place };
  return options.some((option) => /^-(?:s|run|noshell|noinput|detached)$/.test(option)) ? undefined : { from: 'stdin' };
}
