/**
 * Who owns a file that somebody named on a command line. Unlike an image's, the name may lead over links
 * (alternatives, a directory of versions), be a directory, or be made from a file that a package owns.
 *
 * @module
 */
import type { FileReader } from '../file-reader.ts';
import type { Ownership } from '../view.ts';
import type { PackageDatabase } from './database.ts';

/** What python and node run of a directory. */
const ENTRIES = ['__main__.py', 'package.json', 'index.js'];

/** By its own name, else by that of the file it leads to. */
export function ownerOfNamed(path: string, database: PackageDatabase, reader: FileReader): Ownership {
  const code = entryOf(path, reader);
  const owner = database.ownerOf(sourceOf(code));
  if (owner.state !== 'unpackaged') return owner;
  // There the links of this process would be followed.
  if (/^\/(?:proc|dev)\//.test(code)) return owner;
  const real = reader.realPath(code);
  return real === undefined || real === code ? owner : database.ownerOf(sourceOf(real));
}

function entryOf(path: string, reader: FileReader): string {
  if (reader.names(path) === undefined) return path;
  const entry = ENTRIES.find((name) => reader.modifiedAt(`${path}/${name}`) !== undefined);
  return entry === undefined ? path : `${path}/${entry}`;
}

/** Python's byte code is made on the host, from a source that came with the package. */
function sourceOf(path: string): string {
  const cached = /^(.*\/)__pycache__\/([^/]+?)\.[\w-]+(?:\.opt-[12])?\.pyc$/.exec(path);
  return cached === null ? path.replace(/\.pyc$/, '.py') : `${cached[1]}${cached[2]}.py`;
}
