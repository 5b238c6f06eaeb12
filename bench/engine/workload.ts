/** What the host does while the engine bench records: compressing, cloning, compiling and archiving trees of its own. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCorpus } from '../../emulations/corpus.ts';

const exec = promisify(execFile);
/** ms for one command */
const TIMEOUT = 120_000;

export interface WorkloadOptions {
  /** Documents in the tree. */
  readonly documents: number;
  /** C files that are compiled. */
  readonly units: number;
}

/** Runs everything in `room`, which is left as it is then. @throws when a command fails or is missing */
export async function work(room: string, { documents, units }: WorkloadOptions): Promise<void> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', HOME: room };
  const run = (cwd: string, command: string, ...args: readonly string[]) =>
    exec(command, args, { cwd, env, timeout: TIMEOUT, maxBuffer: 1 << 26 });
  const tree = makeCorpus(join(room, 'documents'), { documents }).directory;
  const git = (cwd: string, ...args: readonly string[]) =>
    run(cwd, 'git', '-c', 'user.name=b', '-c', 'user.email=b@example.org', '-c', 'commit.gpgsign=false', ...args);
  await git(tree, 'init', '-q');
  await git(tree, 'add', '.');
  await git(tree, 'commit', '-q', '-m', 'all');
  await git(room, 'clone', '-q', '--no-hardlinks', tree, 'clone');
  await run(room, 'tar', '-czf', 'all.tar.gz', 'documents');
  mkdirSync(join(room, 'restored'));
  await run(room, 'tar', '-xzf', 'all.tar.gz', '-C', 'restored');
  await run(room, 'gzip', '-r', 'restored');
  await compile(join(room, 'program'), units, run);
  await run(room, 'cp', '-r', 'clone', 'copy');
  await run(
    room,
    'sh',
    '-c',
    'for f in $(find copy -name "*.txt" -not -path "*/.git/*"); do grep -c e "$f" || :; done',
  );
  await run(room, 'rm', '-r', 'copy', 'restored');
}

type Run = (cwd: string, command: string, ...args: readonly string[]) => Promise<unknown>;

async function compile(directory: string, units: number, run: Run): Promise<void> {
  mkdirSync(directory);
  const names = Array.from({ length: units }, (_, i) => `unit${i}`);
  const includes = '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n';
  for (const name of names)
    writeFileSync(join(directory, `${name}.c`), `${includes}int ${name}(int x) { return x + ${units}; }\n`);
  const calls = names.map((name) => `${name}(1)`).join(' + ');
  const declared = names.map((name) => `int ${name}(int);`).join(' ');
  writeFileSync(join(directory, 'main.c'), `${declared} int main(void) { return (${calls}) == 0; }\n`);
  const objects = [...names, 'main'].map((name) => `${name}.o`).join(' ');
  writeFileSync(join(directory, 'Makefile'), `program: ${objects}\n\t$(CC) -o $@ $^\n`);
  await run(directory, 'make', '-j2');
}
