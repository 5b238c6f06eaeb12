/** The help texts, from the verbs' own descriptions. */
import { EVERYWHERE } from './arguments.ts';
import type { Option, Verb } from './verb.ts';

export function programHelp(verbs: readonly Verb[]): string {
  const shown = verbs.filter(({ internal }) => internal !== true);
  const width = Math.max(...shown.map(({ name }) => name.length));
  return [
    'cipherwatch watches a Linux host for mass encryption (AN0603) and encrypted command channels (AN0401).',
    '',
    'usage: cipherwatch VERB [OPTION…]',
    '',
    ...shown.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`),
    '',
    'cipherwatch VERB --help tells a verb’s options; --version the version.',
    'exit: 0 done, 1 findings or failed checks, 2 usage or configuration, 3 cannot run here',
    '',
  ].join('\n');
}

export function verbHelp(verb: Verb): string {
  const options = [...verb.options, ...EVERYWHERE];
  const width = Math.max(...options.map((option) => left(option).length));
  const operands = verb.operands === undefined ? '' : ` ${verb.operands}`;
  return [
    `usage: cipherwatch ${verb.name}${operands} [OPTION…]`,
    '',
    verb.about,
    '',
    ...options.map((option) => `  ${left(option).padEnd(width)}  ${option.about}`),
    '',
  ].join('\n');
}

function left({ name, value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
