/** Reads a verb's arguments. */
import { parseArgs } from 'node:util';
import { nearest } from '../settings/nearest.ts';
import { UsageError } from './usage-error.ts';
import type { Arguments, Option, Verb } from './verb.ts';

/** Every verb has these. */
export const EVERYWHERE: readonly Option[] = [
  { name: 'help', about: 'what the verb does and takes' },
  { name: 'debug', about: 'tell errors with where they arose' },
];

/** @throws UsageError that names the offending argument and the nearest known one */
export function readArguments(verb: Verb, args: readonly string[]): Arguments {
  const known = [...verb.options, ...EVERYWHERE];
  const config = Object.fromEntries(
    known.map(({ name, value }) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options: Record<string, string> = {};
  const switches = new Set<string>();
  const rest: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known.find(({ name }) => name === token.name);
    if (option === undefined) throw unknownOption(verb, token.rawName, known);
    if (option.value === undefined) {
      if (token.value !== undefined) throw new UsageError(`--${option.name} takes no value`);
      switches.add(option.name);
    } else {
      const value = givenValue(option, token.value);
      const before = option.repeats === true ? options[option.name] : undefined;
      options[option.name] = before === undefined ? value : `${before},${value}`;
    }
  }
  if (verb.operands === undefined && rest.length > 0) throw new UsageError(`${verb.name} takes no '${rest[0]}'`);
  return { options, switches, rest };
}

function givenValue(option: Option, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${option.name} needs a value: ${option.value}`);
  return value;
}

function unknownOption(verb: Verb, given: string, known: readonly Option[]): UsageError {
  const near = nearest(
    given.replace(/^-+/, ''),
    known.map(({ name }) => name),
  );
  return new UsageError(`${verb.name} has no option '${given}'; did you mean '--${near}'?`);
}
