/** Rows: who starts the encryptor, or in whose process it runs. */
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Emulation } from '../../emulation.ts';
import type { Ground } from '../../ground.ts';
import { which } from '../../which.ts';
import { built } from '../encryptor/build.ts';
import { type ShapeRow, type Start, shapeEmulation } from '../encryptor/emulation.ts';

const parents = 'from systemd, cron, at and a web server';
const trusted = 'within a trusted process';
const turns = 'several images and jobs taking turns';
const python = { command: 'python3', package: 'python3' };

const WEB_SERVER = fileURLToPath(new URL('web-server.py', import.meta.url));

/** A copy of the encryptor that no other has the hash of. */
function image(ground: Ground): string {
  const copy = ground.program(built('encryptor'), true);
  appendFileSync(copy, ground.letters(16));
  return copy;
}

/** In a process of somebody else's program, by the loader. */
const preloaded =
  (program: string, ...own: string[]) =>
  (ground: Ground, args: readonly string[]): Start => ({
    program: which(program),
    args: own,
    env: { LD_PRELOAD: ground.program(built('preload.so'), true), EMULATION_ARGUMENTS: args.join('\n') },
  });

/** Files dealt out to several images. @param apart each in a session of its own @param pause shell text before each */
const dealt =
  (count: number, apart: boolean, pause = '') =>
  (ground: Ground, args: readonly string[]): Start => {
    const start = `${pause}${apart ? 'setsid --fork --wait' : ''}`;
    const turn = Array.from(
      { length: count },
      (_, i) => `${start} '${image(ground)}' "$@" --share=${i} --shares=${count}`,
    );
    const script = ground.script('turns.sh', `#!/bin/bash\nset -e\n${turn.join('\n')}\n`);
    return { program: '/bin/bash', args: [script, ...args] };
  };

const ROWS: readonly ShapeRow[] = [
  {
    name: 'preload-cat',
    row: trusted,
    about: 'a library that is loaded into cat',
    shape: {},
    start: preloaded('cat', '/dev/null'),
    short: true,
  },
  {
    name: 'preload-sort',
    row: trusted,
    about: 'a library that is loaded into sort, new files',
    shape: { order: 'new-then-unlink' },
    start: preloaded('sort', '/dev/null'),
  },
  {
    name: 'ptrace-sleep',
    row: trusted,
    about: 'sleep, which a debugger makes open, read and overwrite each file',
    shape: {},
    start: (ground, args) => ({ program: ground.program(built('injector'), true), args: [which('sleep'), ...args] }),
  },
  {
    name: 'web-child',
    row: parents,
    about: "a web server's child, by a hole in it",
    shape: { order: 'rename-after' },
    needs: [python],
    start: (ground, args) => ({ program: which('python3'), args: [WEB_SERVER, image(ground), ...args] }),
  },
  {
    name: 'cron-child',
    row: parents,
    about: 'as cron and at do it: a daemon that starts a shell that starts it',
    shape: { order: 'new-then-unlink' },
    start: (ground, args) => ({
      program: which('setsid'),
      args: [
        '--fork',
        '/bin/sh',
        '-c',
        'sleep 0.3; cd /; /bin/sh -c \'"$@"; :\' sh "$@"',
        'sh',
        image(ground),
        ...args,
      ],
    }),
  },
  {
    name: 'background',
    row: parents,
    about: 'by nohup from a shell that has ended',
    shape: {},
    start: (ground, args) => ({
      program: '/bin/bash',
      args: ['-c', 'nohup "$@" > /dev/null & disown', 'bash', image(ground), ...args],
    }),
  },
  {
    name: 'images-6',
    row: turns,
    about: 'six images of different content, some ten files each, in one script',
    shape: {},
    start: dealt(6, false),
  },
  {
    name: 'images-30',
    row: turns,
    about: '30 images of different content, some two files each, in one script',
    shape: { order: 'new-then-unlink' },
    start: dealt(30, false),
  },
  {
    name: 'images-30-apart',
    row: turns,
    about: '30 images of different content, some two files each, in a session of its own each',
    shape: {},
    start: dealt(30, true),
  },
  {
    name: 'images-60-apart',
    row: turns,
    about: '60 images of different content, some one file each, in a session of its own each',
    shape: { order: 'new-then-unlink' },
    start: dealt(60, true),
  },
  {
    name: 'images-20-later',
    row: turns,
    about: '20 images of different content, some three files each, in sessions of their own and half a second apart',
    shape: { order: 'rename-after' },
    start: dealt(20, true, 'sleep 0.5; '),
  },
  {
    name: 'family-esxiargs',
    row: 'families by shape',
    about:
      'ESXiArgs: a shell script that starts a small program for each file; large files in stripes; a page replaced',
    shape: {
      stripe: 'every:65536:524288',
      stripeFrom: 131_072,
      footer: 512,
      suffix: '.args',
      note: 'index.html',
      noteOnce: true,
    },
    note: 'english',
    corpus: { kinds: ['disk', 'virtual-disk', 'journal'], documents: 18 },
    start: (ground, args) => {
      const script = ground.script(
        'encrypt.sh',
        `#!/bin/sh\nfor i in $(seq 0 17); do nohup '${image(ground)}' "$@" --share=$i --shares=18 > /dev/null & done\nwait\n`,
      );
      return { program: '/bin/sh', args: [script, ...args] };
    },
  },
];

export const startEmulations: readonly Emulation[] = ROWS.map(shapeEmulation);
