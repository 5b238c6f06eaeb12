/** What the cost of watching is measured on. Each is prepared once and timed many times. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCorpus } from '../../emulations/corpus.ts';
import type { Load } from './load.ts';
import { tlsLoads } from './tls.ts';

const exec = promisify(execFile);
/** ms */
const TIMEOUT = 180_000;

async function run(cwd: string, command: string, ...args: readonly string[]): Promise<void> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', HOME: cwd };
  await exec(command, args, { cwd, env, timeout: TIMEOUT, maxBuffer: 1 << 26 });
}

const remove = (name: string) => (room: string) => rmSync(join(room, name), { recursive: true, force: true });

const CYCLE = `#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
int main(int n, char **a) {
  char block[4096] = { 0 };
  for (int i = atoi(a[1]); n == 3 && i > 0; i--) {
    int fd = open(a[2], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, block, sizeof block) != sizeof block || close(fd) != 0) return 1;
  }
  return 0;
}
`;

export const loads: readonly Load[] = [
  {
    name: 'open, write 4 KiB, close × 50,000',
    prepare: async (room) => {
      writeFileSync(join(room, 'cycle.c'), CYCLE);
      await run(room, 'cc', '-O2', '-o', 'cycle', 'cycle.c');
    },
    run: (room) => run(room, './cycle', '50000', 'file'),
  },
  {
    name: 'tar -x of 3,000 documents',
    prepare: async (room) => {
      makeCorpus(join(room, 'documents'), { documents: 3000 });
      await run(room, 'tar', '-cf', 'all.tar', 'documents');
      mkdirSync(join(room, 'out'));
    },
    run: (room) => run(room, 'tar', '-xf', 'all.tar', '-C', 'out'),
    after: remove('out/documents'),
  },
  {
    name: 'git clone of 3,000 documents',
    prepare: async (room) => {
      const origin = makeCorpus(join(room, 'origin'), { documents: 3000 }).directory;
      const who = ['-c', 'user.name=b', '-c', 'user.email=b@example.org', '-c', 'commit.gpgsign=false'];
      await run(origin, 'git', 'init', '-q');
      await run(origin, 'git', 'add', '.');
      await run(origin, 'git', ...who, 'commit', '-q', '-m', 'all');
    },
    run: (room) => run(room, 'git', 'clone', '-q', '--no-hardlinks', 'origin', 'clone'),
    after: remove('clone'),
  },
  {
    name: 'make -j2 of 60 C files',
    prepare: async (room) => {
      const names = Array.from({ length: 60 }, (_, i) => `unit${i}`);
      for (const name of names)
        writeFileSync(
          join(room, `${name}.c`),
          `#include <stdio.h>\n#include <stdlib.h>\nint ${name}(int x) { return x; }\n`,
        );
      writeFileSync(
        join(room, 'Makefile'),
        `all: ${names.map((name) => `${name}.o`).join(' ')}\nclean:\n\trm -f *.o\n`,
      );
    },
    run: (room) => run(room, 'make', '-j2', '-B'),
  },
  {
    name: '10,000 short processes',
    prepare: async () => {},
    run: (room) => run(room, '/bin/sh', '-c', 'i=0; while [ $i -lt 10000 ]; do /bin/true; i=$((i+1)); done'),
  },
  ...tlsLoads,
];
