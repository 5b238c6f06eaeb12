/** Directories that package managers own; what an administrator or an intruder adds lies elsewhere as a rule. */
import { pathFrom } from '../file/path.ts';

const PACKAGED = /^\/(?:usr\/(?:s?bin|lib|lib32|lib64|libexec|share)|s?bin|lib|lib32|lib64)\//;

/** Does a file lie where packages put theirs? For when it is not known whether a package owns it. */
export function inPackagedPlace(path: string, cwd: string): boolean {
  return PACKAGED.test(pathFrom(cwd, path));
}

/** Of several files of code the one that gives most reason to ask: the first that lies elsewhere, else the first. */
export function mostForeign(paths: readonly string[]): string | undefined {
  return paths.find((path) => !inPackagedPlace(path, '/')) ?? paths[0];
}
