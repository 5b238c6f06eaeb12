/** Scripts whose ciphertext is not made of the original itself, or does not reach the file as it was made. */
import { MARKER } from '../../corpus.ts';
import type { ScriptRow } from './row.ts';

const openssl = { command: 'openssl', package: 'openssl' };
const enciphered = 'enc -aes-256-cbc -pbkdf2 -pass pass:emulation';
const FILES = `find "$tree" -xdev -type f ! -name ${MARKER} > "$list"; while IFS= read -r file; do`;
const TOLD = 'printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3';
const bash = (line: string, path: string) => ['/bin/bash', '-c', line, path] as const;

/** The list of files lies beside the tree: what is made in it must not be found again. */
const LIST = (out: string) => `list='${out}.list'`;

export const chainRows: readonly ScriptRow[] = [
  {
    name: 'chain-gzip',
    row: 'made of what was made of it',
    about: 'gzip takes the place of the original, openssl enc that of the compressed file',
    tool: openssl,
    suffix: '.enc',
    script: ({ tool, suffix, out }) => [
      LIST(out),
      FILES,
      // What is compressed already may have that name.
      '  gzip -c -- "$file" > "$file.packed" && rm -f -- "$file" || exit',
      `  ${tool} ${enciphered} -in "$file.packed" -out "$file${suffix}" && rm -f -- "$file.packed" && ${TOLD}`,
      'done < "$list"',
    ],
    undo: ({ tool, suffix }, path) => bash(`${tool} enc -d ${enciphered.slice(4)} -in "$0${suffix}" | gzip -dc`, path),
  },
  {
    name: 'chain-copy',
    row: 'made of what was made of it',
    about: 'the tree is copied, the copies are encrypted and removed, then the originals',
    tool: openssl,
    suffix: '.enc',
    script: ({ tool, suffix, home, out }) => [
      LIST(out),
      `cp -r -- "$tree/." '${home}/'`,
      FILES,
      `  copy='${home}'"\${file#"$tree"}"`,
      `  ${tool} ${enciphered} -in "$copy" -out "$copy${suffix}" && rm -f -- "$copy" || exit`,
      'done < "$list"',
      `while IFS= read -r file; do rm -f -- "$file" && ${TOLD}; done < "$list"`,
    ],
    undo: ({ tool, suffix, home, tree }, path) =>
      bash(`${tool} enc -d ${enciphered.slice(4)} -in "$0"`, `${home}${path.slice(tree.length)}${suffix}`),
  },
  {
    name: 'chain-archive',
    row: 'made of what was made of it',
    about: 'tar -z packs the tree and the tree is removed; then the archive is encrypted, and removed',
    tool: openssl,
    also: [{ command: 'tar', package: 'tar' }],
    suffix: '.tgz.enc',
    script: ({ tool, home, out }) => [
      LIST(out),
      `find "$tree" -xdev -type f ! -name ${MARKER} > "$list"`,
      `tar -C "$tree" -czf '${home}/all' . && rm -rf -- "$tree"/* || exit`,
      `${tool} ${enciphered} -in '${home}/all' -out '${out}' && rm -f -- '${home}/all' || exit`,
      `while IFS= read -r file; do ${TOLD}; done < "$list"`,
    ],
    undo: ({ tool, out, tree }, path) =>
      bash(`${tool} enc -d ${enciphered.slice(4)} -in '${out}' | tar -xzO -- "$0"`, `.${path.slice(tree.length)}`),
  },
  ...[
    { name: 'piped-base32', encoder: 'base32', decoder: 'base32 -d', about: 'base32' },
    {
      name: 'piped-digits',
      encoder: 'od -An -v -tx1',
      decoder: 'tr -d " \\n" | tr a-f A-F | basenc --base16 -d',
      about: 'od',
    },
  ].map(
    ({ name, encoder, decoder, about }): ScriptRow => ({
      name,
      row: 'base64 or other low-entropy output',
      about: `openssl enc without a header into ${about}, and the original is removed`,
      tool: openssl,
      suffix: '.txt',
      script: ({ tool, suffix, out }) => [
        LIST(out),
        FILES,
        `  ${tool} ${enciphered} -nosalt -in "$file" | ${encoder} > "$file${suffix}" && rm -f -- "$file" && ${TOLD}`,
        'done < "$list"',
      ],
      undo: ({ tool, suffix }, path) =>
        bash(`cat "$0${suffix}" | ${decoder} | ${tool} enc -d ${enciphered.slice(4)} -nosalt`, path),
    }),
  ),
];
