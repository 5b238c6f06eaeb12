/**
 * What kind of program a process is, for the question whether cryptography and a session are to be expected of it.
 * A package's or file's name is only where the classification starts: an interpreter line, the language's
 * extension modules and code among the arguments give a renamed interpreter away too, and a shell is known by
 * what its input and output lead to (see `topology.ts`).
 *
 * @module
 */
import { type Code, codeOf, type Family, familyOf, inPackagedPlace, type Process } from '../../../host/index.ts';

export interface Program {
  readonly kind: 'shell' | 'interpreter' | 'other';
  readonly family: Family;
  /** Undefined for `other`, and where an interpreter runs none of others. */
  readonly code: Code | undefined;
  /** Whether its script comes with a package; decided by its place where the host could not be asked. */
  readonly script: 'packaged' | 'unpackaged' | 'misplaced' | undefined;
  /** How it was recognised. */
  readonly by: 'package' | 'file name' | 'interpreter line' | 'extension modules' | 'arguments' | 'nothing';
}

/**
 * Classifies a process.
 * @param modules A language's extension modules were mapped into it.
 */
export function classifyProgram(process: Process, modules: Family | undefined): Program {
  const { family, by } = recognise(process, modules);
  if (family === undefined)
    return { kind: 'other', family: 'other', code: undefined, script: undefined, by: 'nothing' };
  const code = codeOf(family, process.argv, process.script);
  return {
    kind: family === 'shell' ? 'shell' : 'interpreter',
    family,
    code,
    script: code?.from === 'script' ? originOf(code.path, process) : undefined,
    by,
  };
}

function originOf(path: string, { codeFile, cwd }: Process): Program['script'] {
  const state = codeFile?.ownership.state ?? 'unknown';
  if (state !== 'unknown') return state;
  return inPackagedPlace(path, cwd) ? 'packaged' : 'misplaced';
}

function recognise(process: Process, modules: Family | undefined): { family: Family | undefined; by: Program['by'] } {
  const named = familyOf(process.image.path);
  if (named !== undefined)
    return { family: named, by: process.ownership.state === 'packaged' ? 'package' : 'file name' };
  if (process.script !== undefined) return { family: modules ?? 'other', by: 'interpreter line' };
  if (modules !== undefined && !embeds(process)) return { family: modules, by: 'extension modules' };
  return process.argv.length >= 3 &&
    /^(?:-c|-e|-r|--eval)$/.test(process.argv[1] ?? '') &&
    looksLikeCode(process.argv[2] ?? '')
    ? { family: 'other', by: 'arguments' }
    : { family: undefined, by: 'nothing' };
}

/**
 * A packaged program under its own name that has an interpreter inside for its plug-ins (a resolver, an editor, a
 * debugger): it is one only where it is given code. Where nobody can be asked (in a container), what lies where packages put
 * programs is taken for one of them, unless it is given a file first, as interpreters are, and not as the value of an option.
 */
function embeds({ ownership, image, argv }: Process): boolean {
  const given = argv.slice(1);
  if (given.some(looksLikeCode)) return false;
  if (ownership.state !== 'unknown') return ownership.state === 'packaged';
  const [first = '-'] = given;
  return inPackagedPlace(image.path, '/') && !image.memfd && !image.deleted && first.startsWith('-');
}

function looksLikeCode(text: string): boolean {
  return text.length > 8 && /[;\n(){}=]/.test(text) && /\s/.test(text);
}
