/**
 * What a setting's value may be: how it is read from YAML and from text (environment, command line),
 * how it is written back, and what JSON Schema says of it.
 */

/** The value, or in words what was expected of it. */
export type Read<T> = { readonly value: T } | { readonly expected: string };

export interface Kind<T> {
  /** From a value as YAML gives it. */
  readonly fromYaml: (value: unknown) => Read<T>;
  /** From an environment variable or a command-line argument. */
  readonly fromText: (text: string) => Read<T>;
  /** As it would stand in a settings file. */
  readonly toYaml: (value: T) => unknown;
  readonly schema: Readonly<Record<string, unknown>>;
}

const plain = <T>(value: T): unknown => value;

/** Any text, at most 4,096 characters. */
export function text(about = 'text'): Kind<string> {
  const read = (value: unknown): Read<string> =>
    typeof value === 'string' && value.length > 0 && value.length <= 4096 ? { value } : { expected: about };
  return { fromYaml: read, fromText: read, toYaml: plain, schema: { type: 'string', minLength: 1, maxLength: 4096 } };
}

export function choice<const T extends string>(...options: readonly T[]): Kind<T> {
  const read = (value: unknown): Read<T> => {
    const found = options.find((option) => option === value);
    return found === undefined ? { expected: `one of ${options.join(', ')}` } : { value: found };
  };
  return { fromYaml: read, fromText: read, toYaml: plain, schema: { type: 'string', enum: options } };
}

/** A number within limits, both included. */
export function number(min: number, max: number): Kind<number> {
  const fromYaml = (value: unknown): Read<number> =>
    typeof value === 'number' && value >= min && value <= max ? { value } : { expected: `a number, ${min} to ${max}` };
  return {
    fromYaml,
    fromText: (given) => fromYaml(given.trim() === '' ? undefined : Number(given)),
    toYaml: plain,
    schema: { type: 'number', minimum: min, maximum: max },
  };
}

/** A whole number within limits, both included. */
export function integer(min: number, max: number): Kind<number> {
  const inner = number(min, max);
  const whole = (read: Read<number>): Read<number> =>
    'value' in read && Number.isInteger(read.value) ? read : { expected: `a whole number, ${min} to ${max}` };
  return {
    fromYaml: (value) => whole(inner.fromYaml(value)),
    fromText: (given) => whole(inner.fromText(given)),
    toYaml: plain,
    schema: { type: 'integer', minimum: min, maximum: max },
  };
}

/** A list of texts; in an environment variable they are separated by commas. At most 10,000 entries. */
export function list(): Kind<readonly string[]> {
  const fromYaml = (value: unknown): Read<readonly string[]> =>
    Array.isArray(value) && value.length <= 10_000 && value.every((entry) => typeof entry === 'string' && entry !== '')
      ? { value: value as string[] }
      : { expected: 'a list of texts' };
  return {
    fromYaml,
    fromText: (given) =>
      fromYaml(
        given
          .split(',')
          .map((entry) => entry.trim())
          .filter((entry) => entry !== ''),
      ),
    toYaml: plain,
    schema: { type: 'array', maxItems: 10_000, items: { type: 'string', minLength: 1 } },
  };
}

/** A regular expression (no slashes, no flags), compiled once to see that it is one. */
export function pattern(): Kind<string> {
  const expected = 'a regular expression';
  const read = (value: unknown): Read<string> =>
    typeof value === 'string' && value.length <= 4096 && isPattern(value) ? { value } : { expected };
  return { fromYaml: read, fromText: read, toYaml: plain, schema: { type: 'string', format: 'regex' } };
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'i');
    return true;
  } catch {
    return false;
  }
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** A time span, held in ms, written with its unit: `500ms`, `20s`, `5m`, `2h`, `30d`. Limits in ms, both included. */
export function duration(min: number, max: number): Kind<number> {
  const expected = `a time with its unit, ${spanText(min)} to ${spanText(max)} (as 500ms, 20s, 5m, 2h or 30d)`;
  const read = (value: unknown): Read<number> => {
    const match = typeof value === 'string' ? DURATION.exec(value.trim()) : null;
    const ms = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
    return ms >= min && ms <= max ? { value: ms } : { expected };
  };
  return { fromYaml: read, fromText: read, toYaml: spanText, schema: { type: 'string', pattern: DURATION.source } };
}

/** A span in ms with the largest unit that divides it: 90000 is `90s`. */
export function spanText(ms: number): string {
  const unit = ['d', 'h', 'm', 's'].find((name) => ms >= (UNITS[name] ?? 0) && ms % (UNITS[name] ?? 1) === 0) ?? 'ms';
  return `${ms / (UNITS[unit] ?? 1)}${unit}`;
}
