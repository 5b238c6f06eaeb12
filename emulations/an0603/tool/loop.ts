/**
 * Shell scripts that put every file of a tree through a command-line tool and remove the originals, in the ways that
 * people and malware write them.
 */
import { MARKER } from '../../corpus.ts';

/** Shell text that makes `$out` from `$file`. */
export interface LoopStep {
  /** For instance `openssl enc … -in "$file" -out "$out"`. */
  readonly command: string;
  /** What `$out` ends with beyond `$file`. */
  readonly suffix: string;
  /** The tool removes or replaces the original itself. */
  readonly removes?: boolean;
  /** Shell text that runs first, once. */
  readonly first?: string;
}

export type LoopForm = 'while' | 'for' | 'exec' | 'xargs' | 'after';

/** Tells of an original on descriptor 3. bash alone knows the time without a process. */
const TELL = 'printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3';

/** Waits for the n-th file's turn when a rate (originals a second) is set. */
const PACE = `begun=\${EPOCHREALTIME/./}; turn=0
pace() {
  turn=$((turn + 1))
  [ -n "\${EMULATION_RATE:-}" ] || return 0
  local left=$((begun + turn * \${EMULATION_PERIOD} - \${EPOCHREALTIME/./}))
  [ "$left" -le 0 ] || sleep "$((left / 1000000)).$(printf %06d "$((left % 1000000))")"
}`;

/**
 * @param tree a marked directory; the script refuses any other
 * @returns a script for bash
 */
export function loopScript(tree: string, form: LoopForm, step: LoopStep): string {
  const { command, suffix, removes = false, first } = step;
  const find = `find "$tree" -xdev -type f ! -name ${MARKER} ! -name '*${suffix}'`;
  const remove = removes ? '' : ' && rm -f -- "$file"';
  const one = `out="$file${suffix}"; ${command}${remove} && ${TELL}`;
  const head = [
    '#!/bin/bash',
    'set -u',
    `tree='${tree}'`,
    `[ -f "$tree/${MARKER}" ] || { echo "$tree is not a marked emulation tree" >&2; exit 64; }`,
    ...(first === undefined ? [] : [first]),
  ];
  return `${[...head, ...LOOPS[form](find, one, command, suffix)].join('\n')}\n`;
}

type Loop = (find: string, one: string, command: string, suffix: string) => readonly string[];

const LOOPS: Readonly<Record<LoopForm, Loop>> = {
  while: (find, one) => [PACE, `${find} -print0 | while IFS= read -r -d '' file; do`, `  ${one}`, '  pace', 'done'],
  for: (find, one) => [PACE, "IFS=$'\\n'", `for file in $(${find}); do`, `  ${one}`, '  pace', 'done'],
  exec: (find, one) => [`${find} -exec bash -c 'file=$1; ${quoted(one)}' - {} \\;`],
  xargs: (find, one) => [`${find} -print0 | xargs -0 -n 1 -P 4 bash -c 'file=$1; ${quoted(one)}' -`],
  after: (find, _one, command, suffix) => [
    `files=$(${find})`,
    "IFS=$'\\n'",
    `for file in $files; do out="$file${suffix}"; ${command} || exit; done`,
    `for file in $files; do rm -f -- "$file"; ${TELL}; done`,
  ],
};

/** For the inside of single quotes. */
const quoted = (text: string) => text.replaceAll("'", "'\\''");
