/**
 * Files that a packaged program maps executable and that lie where no package puts them: LD_PRELOAD, a plug-in. Only
 * of programs that are no interpreters, since those load extension modules of environments everywhere.
 *
 * @module
 */
import type { LibraryMap, PlaceKey } from '../../event/index.ts';
import { familyOf, inPackagedPlace } from '../program/index.ts';
import type { Process } from '../view.ts';

/** Mappings whose directory is told right after them; beyond it they are not asked about. */
const WAITING = 256;

export class WaitingLibraries {
  readonly #waiting = new Map<PlaceKey, LibraryMap[]>();
  #size = 0;

  add(event: LibraryMap): void {
    if (this.#size >= WAITING) this.clear();
    const there = this.#waiting.get(event.place);
    if (there === undefined) this.#waiting.set(event.place, [event]);
    else there.push(event);
    this.#size += 1;
  }

  /** Those of a directory that became known, once. */
  take(place: PlaceKey): readonly LibraryMap[] {
    const there = this.#waiting.get(place);
    if (there === undefined) return [];
    this.#waiting.delete(place);
    this.#size -= there.length;
    return there;
  }

  clear(): void {
    this.#waiting.clear();
    this.#size = 0;
  }
}

/** Memory that a program makes executable for itself is a file, too, without a name. */
export function mayBeForeign({ deleted, memfd }: LibraryMap): boolean {
  return !deleted && !memfd;
}

/** Is a file that this process mapped to be asked about? One that no package owns is enough. */
export function isForeign(path: string, { image, loaded, ownership, foreignLibrary }: Process): boolean {
  if (inPackagedPlace(path, '/') || foreignLibrary?.ownership.state === 'unpackaged') return false;
  const program = loaded ?? { path: image.path, ownership };
  // The loader maps the program that it runs like a library.
  return program.ownership.state !== 'unpackaged' && path !== program.path && familyOf(program.path) === undefined;
}
