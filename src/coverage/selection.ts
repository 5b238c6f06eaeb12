/** Which emulations are meant by what somebody typed: ids, an analytic, patterns with `*`. */
import type { Emulation } from '../../emulations/emulation.ts';

export interface Selection {
  /** In the order of the catalogue, each once. */
  readonly chosen: readonly Emulation[];
  /** What names nothing. */
  readonly unknown: readonly string[];
}

/** @example select(catalogue, ['an0401', 'an0603/io-*']) */
export function select(catalogue: readonly Emulation[], wanted: readonly string[]): Selection {
  const tests = wanted.map((text) => ({ text, matches: matcher(text) }));
  return {
    chosen: catalogue.filter(({ id }) => tests.some(({ matches }) => matches(id))),
    unknown: tests.filter(({ matches }) => !catalogue.some(({ id }) => matches(id))).map(({ text }) => text),
  };
}

function matcher(text: string): (id: string) => boolean {
  const given = text.toLowerCase();
  const pattern = given.includes('/') ? given : `${given}/*`;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (id) => expression.test(id.toLowerCase());
}
