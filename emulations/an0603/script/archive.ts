/** Scripts that put many files into one encrypted archive, and then remove them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MARKER } from '../../corpus.ts';
import { quietly } from '../tool/tool.ts';
import type { ScriptRow } from './row.ts';

const row = 'tar and gpg, followed by removal';
const gnupg = { command: 'gpg', package: 'gnupg' };
const tar = { command: 'tar', package: 'tar' };

/** Tells of each, once all are gone. */
const TELL = 'for file in $files; do printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3; done';
const FILES = `files=$(find "$tree" -xdev -type f ! -name ${MARKER}); IFS=$'\\n'`;
const REMOVE = 'for file in $files; do rm -f -- "$file"; printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3; done';

const gpg = (tool: string, home: string) =>
  `${tool} --homedir "${home}" --quiet --batch --pinentry-mode loopback --passphrase emulation`;
/** The member of an archive of the whole tree that a path is. */
const member = (path: string, tree: string) => `.${path.slice(tree.length)}`;

export const archiveRows: readonly ScriptRow[] = [
  {
    name: 'tar-gpg',
    row,
    about: 'tar into gpg -c, then every original is removed',
    tool: gnupg,
    also: [tar],
    suffix: '.tar.gpg',
    script: ({ tool, home, out }) => [FILES, `tar -C "$tree" -c . | ${gpg(tool, home)} -c -o "${out}" || exit`, REMOVE],
    undo: ({ tool, home, out, tree }, path) => [
      '/bin/bash',
      '-c',
      `${gpg(tool, home)} -d "${out}" | tar -xO -- "$0"`,
      member(path, tree),
    ],
    finish: ({ home }) => quietly('gpgconf', ['--homedir', home, '--kill', 'all']),
  },
  {
    name: 'tar-openssl',
    row,
    about: 'tar -z into openssl enc, then the tree is removed at once',
    tool: { command: 'openssl', package: 'openssl' },
    also: [tar],
    suffix: '.tgz.enc',
    script: ({ tool, out }) => [
      FILES,
      `tar -C "$tree" -cz . | ${tool} enc -aes-256-cbc -pbkdf2 -pass pass:emulation -out "${out}" || exit`,
      'rm -rf -- "$tree"',
      TELL,
    ],
    undo: ({ tool, out, tree }, path) => [
      '/bin/bash',
      '-c',
      `${tool} enc -d -aes-256-cbc -pbkdf2 -pass pass:emulation -in "${out}" | tar -xzO -- "$0"`,
      member(path, tree),
    ],
  },
  {
    name: 'tar-age',
    row,
    about: 'an archive for each directory by tar into age, whose files are then removed',
    tool: { command: 'age', package: 'age' },
    also: [tar],
    suffix: '.tar.age',
    prepare: ({ home }) => quietly('age-keygen', ['-o', join(home, 'key')]),
    script: ({ tool, home, suffix }) => [
      `to=${/age1\w+/.exec(readFileSync(join(home, 'key'), 'utf8'))?.[0]}`,
      'find "$tree" -xdev -depth -type d | while IFS= read -r directory; do',
      `  files=$(find "$directory" -maxdepth 1 -type f ! -name ${MARKER} ! -name '*${suffix}')`,
      '  [ -n "$files" ] || continue',
      `  (cd "$directory" && IFS=$'\\n' && tar -c -- $(for file in $files; do echo "\${file##*/}"; done)) | ${tool} -r "$to" -o "$directory/all${suffix}" || exit`,
      `  while IFS= read -r file; do rm -f -- "$file"; printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3; done <<< "$files"`,
      'done',
    ],
    undo: ({ tool, home, suffix }, path) => [
      '/bin/bash',
      '-c',
      `${tool} -d -i "${home}/key" "\${0%/*}/all${suffix}" | tar -xO -- "\${0##*/}"`,
      path,
    ],
  },
  {
    name: '7z-sdel',
    row,
    about: '7z -sdel: one archive with a password, and 7z removes the originals',
    tool: { command: '7za', package: 'p7zip-full' },
    image: '/usr/lib/p7zip/7za',
    suffix: '.7z',
    script: ({ tool, out }) => [
      FILES,
      `cd "$tree" && ${tool} a -bd -y -mx=1 -pemulation -mhe=on -sdel "${out}" $files -spf2 > /dev/null || exit`,
      TELL,
    ],
    undo: ({ tool, out }, path) => [tool, 'x', '-so', '-pemulation', out, path.slice(1)],
  },
  {
    name: 'zip-move',
    row,
    about: 'zip -m with a password: one archive, and zip removes the originals',
    tool: { command: 'zip', package: 'zip' },
    also: [{ command: 'unzip', package: 'unzip' }],
    suffix: '.zip',
    script: ({ tool, out }) => [
      FILES,
      `cd "$tree" && ${tool} -q -r -m -P emulation "${out}" . -x '*${MARKER}' || exit`,
      TELL,
    ],
    undo: ({ out, tree }, path) => ['unzip', '-p', '-P', 'emulation', out, path.slice(tree.length + 1)],
  },
];
