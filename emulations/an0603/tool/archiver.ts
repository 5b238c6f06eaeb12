/** Tools whose only business is encryption, and archivers that can encrypt. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Need } from '../../emulation.ts';
import { type Kit, quietly, type Tool } from './tool.ts';

const need = (command: string, packaged = command): Need => ({ command, package: packaged });

function password({ home }: Kit): void {
  writeFileSync(join(home, 'password'), 'emulation\n');
}

const ageRecipient = ({ home }: Kit) => /age1\w+/.exec(readFileSync(join(home, 'key'), 'utf8'))?.[0] ?? '';

export const otherTools: readonly Tool[] = [
  {
    name: 'age',
    about: 'age to a recipient',
    need: need('age'),
    suffix: '.age',
    prepare: ({ home }) => quietly('age-keygen', ['-o', join(home, 'key')]),
    command: (kit) => `${kit.tool} -r ${ageRecipient(kit)} -o "$out" "$file"`,
    undo: ({ tool, home }, out) => [tool, '-d', '-i', join(home, 'key'), out],
  },
  {
    name: 'ccrypt',
    about: 'ccrypt, which overwrites in place and renames',
    need: need('ccrypt'),
    suffix: '.cpt',
    names: true,
    command: ({ tool }) => `${tool} -e -K emulation -- "$file"`,
    undo: ({ tool }, out) => [tool, '-c', '-K', 'emulation', out],
  },
  {
    name: 'mcrypt',
    about: 'mcrypt as a filter',
    need: need('mcrypt'),
    suffix: '.nc',
    command: ({ tool }) => `${tool} -q -F -k emulation < "$file" > "$out" 2> /dev/null`,
    undo: ({ tool }, out) => ['/bin/sh', '-c', `${tool} -q -d -F -k emulation < "$0"`, out],
  },
  {
    name: 'scrypt',
    about: 'scrypt enc',
    need: need('scrypt'),
    suffix: '.scrypt',
    prepare: password,
    command: ({ tool, home }) => `${tool} enc --logN 10 -r 8 -p 1 --passphrase file:${home}/password "$file" "$out"`,
    undo: ({ tool, home }, out) => [tool, 'dec', '--passphrase', `file:${home}/password`, out],
  },
  {
    name: '7z',
    about: '7z with a password, names hidden as well',
    need: need('7za', 'p7zip-full'),
    image: '/usr/lib/p7zip/7za',
    suffix: '.7z',
    command: ({ tool }) => `${tool} a -bd -y -pemulation -mhe=on "$out" "$file" > /dev/null`,
    undo: ({ tool }, out) => [tool, 'x', '-so', '-pemulation', out],
  },
  {
    name: 'zip',
    about: 'zip with a password',
    need: need('zip'),
    also: [need('unzip')],
    suffix: '.enc.zip',
    command: ({ tool }) => `${tool} -q -P emulation "$out" "$file"`,
    undo: (_, out) => ['unzip', '-p', '-P', 'emulation', out],
  },
];
