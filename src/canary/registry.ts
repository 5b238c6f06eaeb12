/**
 * Where planted canaries are listed: a settings file of their own beside the others, so that `run` knows them by its
 * settings, and a person can read which they are.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { CanaryError } from './error.ts';

/** The list's file for a main settings file. Its name sorts late, so it wins over other files of `conf.d`. */
export function registryBeside(settingsFile: string): string {
  return join(dirname(settingsFile), 'conf.d', 'zz-canaries.yaml');
}

/** Writes the list, or removes it when it is empty. @throws CanaryError `unwritable` */
export function writeRegistry(file: string, paths: readonly string[]): void {
  try {
    if (paths.length === 0) {
      rmSync(file, { force: true });
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    const head = '# Written by `cipherwatch canary`: use it to add or remove canaries.\n';
    writeFileSync(`${file}.new`, `${head}${stringify({ an0603: { canaries: [...paths] } })}`, { mode: 0o644 });
    renameSync(`${file}.new`, file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CanaryError('unwritable', `the list of canaries ${file} cannot be written: ${why}`, cause);
  }
}
