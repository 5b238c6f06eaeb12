/**
 * A process whose image is the dynamic loader, seen as the program that the loader runs.
 *
 * @module
 */
import type { Process } from '../../../host/index.ts';

/** The process itself, unless a loader runs another program in it. Its file is known by name only. */
export function asLoaded(process: Process): Process {
  const { loaded, image, ownership } = process;
  if (loaded === undefined) return process;
  // A loader of no package is itself what is unexpected; the last name still says what kind of program it runs.
  const own = ownership.state === 'unpackaged';
  const file = `${image.file} ${loaded.path}`;
  const path = own ? `${image.path} ${loaded.path}` : loaded.path;
  return {
    ...process,
    image: { ...image, file, path },
    argv: loaded.argv,
    ownership: own ? ownership : loaded.ownership,
  };
}
