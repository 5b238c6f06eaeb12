/** `canary plant|list|remove`: documents that nobody has reason to change. */
import { join, resolve } from 'node:path';
import { CanaryError, inspect, plant, registryBeside, remove, writeRegistry } from '../../canary/index.ts';
import { resolveSettings, settingsTexts } from '../../settings/index.ts';
import { DEFAULT_SETTINGS_FILE } from '../../settings/texts.ts';
import { printable } from '../../sink/printable.ts';
import { configOption } from '../run-options.ts';
import { UsageError } from '../usage-error.ts';
import type { ExitCode, Verb } from '../verb.ts';

export const canary: Verb = {
  name: 'canary',
  about: 'plant documents that nobody has reason to change, list them (1: one was changed), or remove them',
  operands: 'plant DIRECTORY…|list|remove [DIRECTORY…]',
  options: [configOption],
  run: async ({ options, rest }) => {
    const [what, ...directories] = rest;
    const named = options.config;
    const { settings } = resolveSettings({ texts: settingsTexts(named), environment: process.env });
    const known = settings.an0603.canaries;
    const registry = registryBeside(named ?? DEFAULT_SETTINGS_FILE);
    if (what === 'plant' && directories.length > 0) return plantAll(directories, known, registry);
    if (what === 'list' && directories.length === 0) return list(known);
    if (what === 'remove') return removeAll(directories, known, registry);
    throw new UsageError('canary takes plant DIRECTORY…, list, or remove [DIRECTORY…]');
  },
};

function plantAll(directories: readonly string[], known: readonly string[], registry: string): ExitCode {
  const all = new Set(known);
  try {
    for (const directory of directories) {
      const paths = plant(directory);
      for (const path of paths) all.add(path);
      process.stdout.write(paths.map((path) => `planted ${printable(path)}\n`).join(''));
    }
  } finally {
    // What was planted before a directory that failed is known, too.
    if (all.size > known.length) writeRegistry(registry, [...all]);
  }
  process.stdout.write(`listed in ${registry}; a running cipherwatch takes them up on SIGHUP\n`);
  return 0;
}

function list(known: readonly string[]): ExitCode {
  const canaries = known.map(inspect);
  for (const { path, state } of canaries) process.stdout.write(`${state.padEnd(8)} ${printable(path)}\n`);
  if (canaries.length === 0) process.stdout.write('none is planted\n');
  return canaries.some(({ state }) => state === 'changed' || state === 'missing') ? 1 : 0;
}

/** Those below the directories, or all; changed and foreign ones stay, and stay listed. */
function removeAll(directories: readonly string[], known: readonly string[], registry: string): ExitCode {
  const within = (path: string) =>
    directories.length === 0 || directories.some((directory) => path.startsWith(join(resolve(directory), '/')));
  const kept: string[] = [];
  let left = 0;
  for (const path of known) {
    if (!within(path)) {
      kept.push(path);
      continue;
    }
    try {
      remove(path);
      process.stdout.write(`removed ${printable(path)}\n`);
    } catch (error) {
      if (!(error instanceof CanaryError)) throw error;
      process.stderr.write(`cipherwatch: ${printable(error.message)}\n`);
      kept.push(path);
      left += 1;
    }
  }
  writeRegistry(registry, kept);
  return left > 0 ? 1 : 0;
}
