/** Scripts for other shells, and the one that a family of shell scripts is. */
import { MARKER } from '../../corpus.ts';
import { noteText } from '../note.ts';
import type { Place, ScriptRow } from './row.ts';

const openssl = { command: 'openssl', package: 'openssl' };
const busybox = { command: 'busybox', package: 'busybox' };
const enciphered = 'enc -aes-256-cbc -pbkdf2 -pass pass:emulation';

/** A shell without EPOCHREALTIME counts from when the host was started, in hundredths of seconds. */
const TELL = `tell() {
  read -r up rest < /proc/uptime
  now=$((EMULATION_BOOT + \${up%.*} * 100 + 1\${up#*.} - 99))
  printf '%d.%02d %s\\n' $((now / 100)) $((now % 100)) "$1" >&3
}`;

const undo = ({ tool, suffix }: Place, path: string) =>
  [tool, 'enc', '-d', '-aes-256-cbc', '-pbkdf2', '-pass', 'pass:emulation', '-in', path + suffix] as const;

export const shellRows: readonly ScriptRow[] = [
  {
    name: 'busybox-openssl',
    row: 'shell loops over each tool',
    about: "busybox's shell, find and rm around openssl enc",
    tool: openssl,
    also: [busybox],
    suffix: '.enc',
    shell: ['/bin/busybox', 'sh'],
    script: ({ tool, suffix }) => [
      TELL,
      `busybox find "$tree" -xdev -type f ! -name ${MARKER} ! -name '*${suffix}' | while IFS= read -r file; do`,
      `  ${tool} ${enciphered} -in "$file" -out "$file${suffix}" && busybox rm -f "$file" && tell "$file"`,
      'done',
    ],
    undo,
  },
  {
    name: 'dd-openssl',
    row: 'shell loops over each tool',
    about: 'openssl enc, and dd writes its ciphertext over the original',
    tool: openssl,
    suffix: '.enc',
    script: ({ tool, suffix }) => [
      `find "$tree" -xdev -type f ! -name ${MARKER} | while IFS= read -r file; do`,
      `  ${tool} ${enciphered} -in "$file" -out "$file${suffix}" && dd if="$file${suffix}" of="$file" conv=notrunc status=none &&`,
      `    rm -f "$file${suffix}" && printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3`,
      'done',
    ],
    undo: (place, path) => undo({ ...place, suffix: '' }, path),
  },
  {
    name: 'family-darkradiation',
    row: 'families by shape',
    about: 'DarkRadiation: xargs and openssl, the ciphertext under a sign for radiation, the greeting replaced',
    tool: openssl,
    suffix: '.☢',
    script: ({ tool, suffix, ground }) => [
      `printf %s ${quoted(noteText(ground, 'english'))} > "$tree/${ground.name('motd')}"`,
      `export suffix='${suffix}'`,
      `find "$tree" -xdev -type f ! -name ${MARKER} ! -newer "$0" ! -name '*${suffix}' -print0 |`,
      `  xargs -0 -n 1 -P 8 bash -c '${tool} ${enciphered} -in "$1" -out "$1$suffix" && shred -n 1 -u "$1" && printf "%s %s\\n" "$EPOCHREALTIME" "$1" >&3' -`,
    ],
    undo,
  },
];

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
