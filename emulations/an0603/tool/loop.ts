/**
 * Shell scripts that put every file of a tree through a command-line tool and do away with the originals, in the ways
 * that people and malware write them.
 */
import { MARKER } from '../../corpus.ts';

/** What becomes of an original once `$out` is there. `self`: the tool sees to it. */
export type Ending = 'remove' | 'over' | 'cat' | 'shred' | 'self';

/** How the files are gone through. `many`: one execution of the tool takes them all. */
export type LoopForm = 'while' | 'for' | 'exec' | 'xargs' | 'after' | 'many';

export interface LoopStep {
  /** Shell text that makes `$out` from `$file`, for instance `openssl enc … -in "$file" -out "$out"`. */
  readonly command: string;
  /** What `$out` ends with beyond `$file`. */
  readonly suffix: string;
  readonly ending: Ending;
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  remove: 'rm -f -- "$file"',
  over: 'mv -f -- "$out" "$file"',
  cat: 'cat -- "$out" > "$file" && rm -f -- "$out"',
  shred: 'shred -n 1 -u -- "$file"',
  self: 'true',
};

/** Tells of an original on descriptor 3. bash knows the time without a process. */
const TELL = 'printf "%s %s\\n" "$EPOCHREALTIME" "$file" >&3';

/** Waits for the n-th file's turn when a rate is set. */
const PACE = `begun=\${EPOCHREALTIME/./}; turn=0
pace() {
  turn=$((turn + 1))
  [ -n "\${EMULATION_PERIOD:-}" ] || return 0
  local left=$((begun + turn * EMULATION_PERIOD - \${EPOCHREALTIME/./}))
  [ "$left" -le 0 ] || sleep "$((left / 1000000)).$(printf %06d "$((left % 1000000))")"
}`;

/**
 * @param tree a marked directory; the script refuses any other
 * @returns a script for bash
 */
export function loopScript(tree: string, form: LoopForm, { command, suffix, ending }: LoopStep): string {
  const find = `find "$tree" -xdev -type f ! -name ${MARKER} ! -name '*${suffix}'`;
  const out = `out="$file${suffix}"`;
  const end = ENDINGS[ending];
  const one = `${out}; ${command} && ${end} && ${TELL}`;
  const inShell = `bash -c 'file=$1; ${one.replaceAll("'", "'\\''")}' -`;
  const all = `files=$(${find}); IFS=$'\\n'`;
  const endAll = `for file in $files; do ${out}; ${end} && ${TELL}; done`;
  const bodies: Readonly<Record<LoopForm, readonly string[]>> = {
    while: [PACE, `${find} -print0 | while IFS= read -r -d '' file; do`, `  ${one}`, '  pace', 'done'],
    for: [PACE, all, 'for file in $files; do', `  ${one}`, '  pace', 'done'],
    exec: [`${find} -exec ${inShell} {} \\;`],
    xargs: [`${find} -print0 | xargs -0 -n 1 -P 4 ${inShell}`],
    after: [all, `for file in $files; do ${out}; ${command} || exit; done`, endAll],
    many: [all, `${command} || exit`, endAll],
  };
  return `${[...head(tree), ...bodies[form]].join('\n')}\n`;
}

/** The beginning of every script: it refuses a tree that was not made for it. */
export function head(tree: string): readonly string[] {
  return [
    '#!/bin/bash',
    'set -u',
    `tree='${tree}'`,
    `[ -f "$tree/${MARKER}" ] || { echo "$tree is not a marked emulation tree" >&2; exit 64; }`,
  ];
}
