// Runs a program to its end and keeps what it said.
import { spawnSync } from 'node:child_process';

/** The repository's root. */
export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to the environment
 * @returns {{ ok: boolean, output: string }} `output` is stdout and stderr, in that order
 */
export function command(program, args, env = {}) {
  const done = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const failure = done.error ? `${program}: ${done.error.message}\n` : '';
  return { ok: done.status === 0, output: `${done.stdout ?? ''}${done.stderr ?? ''}${failure}` };
}

/**
 * One line on stderr, so that stdout stays the findings'.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`cipherwatch: ${line}\n`);
}
