/** Which Alpine package a path belongs to, from apk's installed database. */
import type { FileReader } from '../file-reader.ts';
import type { Ownership } from '../view.ts';
import type { PackageDatabase } from './database.ts';

/** Lines are `K:value`: P begins a package, F a directory, R a file in it. */
export function parseInstalled(text: string): Map<string, string> {
  const owners = new Map<string, string>();
  let name = '';
  let directory = '';
  for (const line of text.split('\n')) {
    const value = line.slice(2);
    if (line.startsWith('P:')) name = value;
    else if (line.startsWith('F:')) directory = value;
    else if (line.startsWith('R:')) owners.set(directory === '' ? `/${value}` : `/${directory}/${value}`, name);
  }
  return owners;
}

export class ApkDatabase implements PackageDatabase {
  readonly manager = 'apk';
  readonly #reader: FileReader;
  readonly #path: string;
  #owners = new Map<string, string>();
  #readAt: number | undefined;

  constructor(reader: FileReader, path = '/lib/apk/db/installed') {
    this.#reader = reader;
    this.#path = path;
  }

  ownerOf(path: string): Ownership {
    const name = this.#owners.get(path) ?? (this.#refresh() ? this.#owners.get(path) : undefined);
    return name === undefined ? { state: 'unpackaged' } : { state: 'packaged', manager: 'apk', name };
  }

  #refresh(): boolean {
    const modifiedAt = this.#reader.modifiedAt(this.#path);
    if (modifiedAt === this.#readAt) return false;
    this.#owners = parseInstalled(this.#reader.text(this.#path) ?? '');
    this.#readAt = modifiedAt;
    return true;
  }
}
