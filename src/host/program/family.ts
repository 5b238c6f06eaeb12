/**
 * Which language an image runs, by its file name. A starting classification and no more: what is renamed has to be
 * known by other signs.
 *
 * @module
 */

export type Family =
  | 'shell'
  | 'python'
  | 'perl'
  | 'ruby'
  | 'php'
  | 'node'
  | 'deno'
  | 'bun'
  | 'lua'
  | 'tcl'
  | 'awk'
  | 'guile'
  | 'r'
  | 'octave'
  | 'julia'
  | 'ocaml'
  | 'erlang'
  | 'lisp'
  | 'haskell'
  | 'powershell'
  | 'java'
  | 'dotnet'
  | 'other';

const FAMILIES: readonly (readonly [RegExp, Family])[] = [
  [/^(?:r?bash|dash|sh|ash|r?zsh\d?|[lmpo]?ksh(?:93|2020)?|fish|t?csh|yash|busybox|toybox)(?:-static)?$/, 'shell'],
  [/^(?:python|pypy)\d?(?:\.\d+)?(?:-minimal|-dbg)?$/, 'python'],
  [/^perl(?:-base|5(?:\.\d+)*)?$/, 'perl'],
  [/^ruby(?:\d(?:\.\d)?)?$/, 'ruby'],
  [/^php(?:\d(?:\.\d)?)?(?:-cli|-cgi)?$/, 'php'],
  [/^(?:node|nodejs)$/, 'node'],
  [/^deno$/, 'deno'],
  [/^bun$/, 'bun'],
  [/^(?:lua(?:\d\.\d)?|luajit(?:-?\d[\w.-]*)?|texlua)$/, 'lua'],
  [/^(?:tcl|tclsh|expect|wish)(?:\d\.\d)?$/, 'tcl'],
  [/^(?:[gmn]?awk|original-awk|goawk)(?:-\d[\d.]*)?$/, 'awk'],
  [/^guile(?:-?\d(?:\.\d+)?)?$/, 'guile'],
  [/^R(?:script)?$/, 'r'],
  [/^octave(?:-cli|-gui)?(?:-\d[\d.]*)?$/, 'octave'],
  [/^julia(?:-\d[\d.]*)?$/, 'julia'],
  [/^ocaml(?:run[di]?)?$/, 'ocaml'],
  [/^(?:beam(?:\.debug)?(?:\.smp)?|erlexec|escript)$/, 'erlang'],
  [/^(?:sbcl|ecl)$/, 'lisp'],
  [/^(?:ghc|runghc|runhaskell)(?:-\d[\d.]*)?$/, 'haskell'],
  [/^pwsh(?:-preview)?$/, 'powershell'],
  [/^java$/, 'java'],
  [/^(?:dotnet|mono(?:-sgen)?(?:-\d+)?)$/, 'dotnet'],
  [/^(?:racket|csi|gosh|raku|pike\d?(?:\.\d+)*|gjs(?:-console)?|cjs(?:-console)?|qjs|swipl|newlisp|gst)$/, 'other'],
];

/** @param path of an image. @returns undefined when its name is no interpreter's. */
export function familyOf(path: string): Family | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/ \(deleted\)$/, '');
  return FAMILIES.find(([pattern]) => pattern.test(name))?.[1];
}
