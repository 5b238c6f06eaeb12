/** `bench/results.json`: what was measured last, by section. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Environment } from './environment.ts';

export interface Entry {
  readonly measured: Environment;
  readonly quick: boolean;
  /** s */
  readonly seconds: number;
  readonly figures: unknown;
}

/** Puts sections in; those that were not measured now stay as they are. */
export function save(path: string, entries: Readonly<Record<string, Entry>>): void {
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { sections: object }).sections : {};
  const sections = { ...before, ...entries };
  writeFileSync(path, `${JSON.stringify({ about: ABOUT, sections }, null, 2)}\n`);
}

export const ABOUT =
  'Attacks are emulations: harmless programs that act on files and in network namespaces that the bench made itself, and that are removed afterwards.';
