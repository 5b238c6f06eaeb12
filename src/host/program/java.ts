/**
 * Where a Java virtual machine's code comes from: an archive, a source, the class path. Interpreters that are
 * written in Java themselves (Groovy, Jython, JRuby, Rhino …) are asked for what they run in turn.
 *
 * @module
 */
import type { Code } from './code.ts';
import { mostForeign } from './packaged-place.ts';

const CLASS_PATH = /^(?:-cp|-classpath|--class-path)$/;
const MODULE_PATH = /^(?:-p|--module-path)$/;
const VALUED =
  /^(?:--add-(?:modules|reads|exports|opens)|--limit-modules|--patch-module|--upgrade-module-path|--source)$/;

/** Main classes that run other people's code. */
const INTERPRETERS =
  /^(?:.*\.)?(?:GroovyMain|GroovyStarter|jython|MainGenericRunner)$|^(?:org\.jruby\.Main|clojure\.main|bsh\.Interpreter|org\.mozilla\.javascript\.tools\.shell\.Main)$/;
const SOURCE = /\.(?:groovy|py|rb|clj|bsh|js|scala|kts|java)$/i;

/** @returns undefined where it runs nothing (`java -version`). */
export function javaCode(argv: readonly string[]): Code | undefined {
  // Without one, the class path is the working directory.
  let classPath = ['.'];
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i] as string;
    const next = argv[i + 1] ?? '';
    if (argument === '-jar') return { from: 'script', path: next };
    if (CLASS_PATH.test(argument) || MODULE_PATH.test(argument)) {
      classPath = placesOf(next);
      i++;
    } else if (/^--(?:class|module)-path=/.test(argument))
      classPath = placesOf(argument.slice(argument.indexOf('=') + 1));
    else if (/^(?:-m|--module)$/.test(argument)) return scriptIn(classPath);
    else if (VALUED.test(argument)) i++;
    else if (argument.startsWith('@')) return { from: 'script', path: argument.slice(1) };
    else if (argument.startsWith('-')) continue;
    else if (argument.endsWith('.java')) return { from: 'script', path: argument };
    else return INTERPRETERS.test(argument) ? interpreted(argv.slice(i + 1), classPath) : scriptIn(classPath);
  }
  return undefined;
}

function placesOf(classPath: string): string[] {
  const places = classPath.split(':').map((place) => place.replace(/\/\*$/, ''));
  return places.map((place) => (place === '' ? '.' : place));
}

function scriptIn(classPath: readonly string[]): Code {
  return { from: 'script', path: mostForeign(classPath) ?? '.' };
}

/** @param rest the arguments of an interpreter that is written in Java */
function interpreted(rest: readonly string[], classPath: readonly string[]): Code {
  if (rest.some((argument) => /^-[ec]$/.test(argument))) return { from: 'inline' };
  const source = rest.find((argument) => SOURCE.test(argument));
  return source === undefined ? scriptIn(classPath.filter((place) => place !== '.')) : { from: 'script', path: source };
}
