/**
 * The dynamic loader as a program (`ld.so PROGRAM`): its image is the loader's, and what runs is another file.
 * Options as in ld.so(8) and in musl's ldso/dynlink.c.
 *
 * @module
 */
import { pathFrom } from '../file/path.ts';

/** `ld-linux-x86-64.so.2`, `ld64.so.1`, `ld-2.31.so`, `ld-musl-x86_64.so.1`, `ld.so`; musl's own file is libc.so. */
const LOADER = /^(?:ld(?:64)?(?:-[\w.-]+)?\.so(?:\.\d+)?|libc\.so)$/;

const VALUED = /^--(?:library-path|inhibit-rpath|audit|preload|argv0|glibc-hwcaps-prepend|glibc-hwcaps-mask)$/;

export interface LoadedProgram {
  /** Absolute. */
  readonly path: string;
  /** As the program sees them, but for the first, which is its path. */
  readonly argv: readonly string[];
}

/** @returns undefined when the image is no loader, or loads nothing. */
export function loadedBy(image: string, argv: readonly string[], cwd: string): LoadedProgram | undefined {
  if (!LOADER.test(image.slice(image.lastIndexOf('/') + 1))) return undefined;
  let library: string | undefined;
  for (let i = 1; i < argv.length; i++) {
    const argument = argv[i] as string;
    if (argument === '--') continue;
    if (argument === '--library-path') library = argv[i + 1];
    if (VALUED.test(argument)) i++;
    else if (!argument.startsWith('-')) {
      // A bare name is looked for as a library is.
      const directory = argument.includes('/') ? undefined : library?.split(':')[0];
      const path = pathFrom(cwd, directory === undefined ? argument : `${directory}/${argument}`);
      return path.startsWith('/') ? { path, argv: [path, ...argv.slice(i + 1)] } : undefined;
    }
  }
  return undefined;
}
