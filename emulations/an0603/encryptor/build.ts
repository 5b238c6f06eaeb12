/** Builds the encryptor when it is older than its source; nothing is done when it is not. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Need } from '../../emulation.ts';

const SOURCE = fileURLToPath(new URL('.', import.meta.url));
const OUT = fileURLToPath(new URL('../../../build/emulations', import.meta.url));

export const COMPILER: readonly Need[] = [
  { command: 'cc', package: 'gcc' },
  { command: 'make', package: 'make' },
];

/**
 * @returns the path of what was asked for
 * @throws Error with the compiler's words when it does not compile
 */
export function built(what: 'encryptor' | 'preload.so' | 'injector'): string {
  mkdirSync(OUT, { recursive: true });
  execFileSync('make', ['--no-print-directory', '-s', '-C', SOURCE, `OUT=${OUT}`, `${OUT}/${what}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  return `${OUT}/${what}`;
}
