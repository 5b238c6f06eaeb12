/**
 * Which crypto libraries each process has mapped, when in its life, and which ciphers it was seen to use.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { CryptoUse as CipherEvent, FileKey, LibraryMap, ProcessKey, ProcessStart } from '../../../event/index.ts';
import type { Family, HostView } from '../../../host/index.ts';
import { classifyLibrary } from './crypto-library.ts';

export interface MappedLibrary {
  readonly file: FileKey;
  readonly name: string;
  readonly path: string | undefined;
  readonly crypto: string;
  /** An extension module of a language. */
  readonly extension: boolean;
  readonly time: number;
  /** Mapped by the running program rather than by the loader at its start; undefined when its start was not seen. */
  readonly late: boolean | undefined;
  /** ms after exec */
  readonly after: number;
  readonly deleted: boolean;
  readonly memfd: boolean;
}

/** A cipher that a process used; its latest record. */
export type UsedCipher = Pick<
  CipherEvent,
  'interface' | 'cipher' | 'keyBits' | 'encrypts' | 'decrypts' | 'operations' | 'image' | 'firstAt' | 'lastAt'
>;

export interface CryptoUse {
  readonly libraries: MappedLibrary[];
  readonly ciphers: UsedCipher[];
  language: Family | undefined;
  /** Its whole life was watched, so that a library not seen was not mapped. */
  watched: boolean;
}

/** The loader has mapped a program's own libraries by then, on a slow disk too; ms after exec. */
const LOADER_MS = 100;
const LIBRARIES_PER_PROCESS = 16;
const CIPHERS_PER_PROCESS = 16;

export class CryptoUses {
  readonly #uses: BoundedMap<ProcessKey, CryptoUse>;

  constructor(limit: number) {
    this.#uses = new BoundedMap(limit);
  }

  /** A new program in a process has nothing mapped. */
  start(event: ProcessStart): void {
    if (event.how === 'exec') this.#uses.set(event.process, { ...unused(), watched: true });
  }

  /** Takes a mapping; says whether it brought cryptography in. */
  map(event: LibraryMap, host: HostView): boolean {
    const found = classifyLibrary(event.name);
    if (found.crypto === undefined && found.language === undefined) return false;
    const use = this.#uses.obtain(event.process, unused);
    use.language ??= found.language;
    if (found.crypto === undefined || use.libraries.length >= LIBRARIES_PER_PROCESS) return false;
    if (use.libraries.some((library) => library.name === event.name)) return false;
    const process = host.process(event.process);
    const after = process === undefined ? 0 : event.time - process.executedAt;
    const directory = host.directory(event.place);
    use.libraries.push({
      file: event.file,
      name: event.name,
      path: directory === undefined ? host.pathOf(event.file) : `${directory === '/' ? '' : directory}/${event.name}`,
      crypto: found.crypto,
      extension: found.extension,
      time: event.time,
      late: found.extension ? true : process === undefined || process.fromSnapshot ? undefined : after > LOADER_MS,
      after,
      deleted: event.deleted,
      memfd: event.memfd,
    });
    return true;
  }

  /** Takes a use of a cipher; says whether it is one that the process was not seen to use before. */
  cipher(event: CipherEvent): boolean {
    const { ciphers } = this.#uses.obtain(event.process, unused);
    const at = ciphers.findIndex(
      (known) =>
        known.interface === event.interface &&
        known.cipher === event.cipher &&
        known.keyBits === event.keyBits &&
        known.image === event.image,
    );
    const known = ciphers[at];
    if (known !== undefined) {
      if (event.operations > known.operations) ciphers[at] = event;
      return false;
    }
    if (ciphers.length >= CIPHERS_PER_PROCESS) return false;
    ciphers.push(event);
    return true;
  }

  of(process: ProcessKey): CryptoUse | undefined {
    return this.#uses.get(process);
  }

  gauges(): Readonly<Record<string, number>> {
    return { crypto_processes: this.#uses.size, crypto_processes_evicted: this.#uses.evictions };
  }
}

function unused(): CryptoUse {
  return { libraries: [], ciphers: [], language: undefined, watched: false };
}
