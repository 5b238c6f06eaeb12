/** What a process runs beside its image, by its command line: the language, where the code comes from, a loaded program. */
export type { Code } from './code.ts';
export { codeOf } from './command-line.ts';
export { type Family, familyOf } from './family.ts';
export { type LoadedProgram, loadedBy } from './loader.ts';
export { inPackagedPlace } from './packaged-place.ts';
