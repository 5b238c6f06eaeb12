/**
 * A tree of documents for emulations to destroy: real content of many kinds, the same for the same
 * seed, in a directory that this module made and marked as its own. Emulations refuse any other.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KINDS } from './document/index.ts';
import { Random } from './document/random.ts';

/** The file that says: everything in here was made to be destroyed. */
export const MARKER = '.cipherwatch-emulation';

export interface Corpus {
  readonly directory: string;
  /** Paths of the documents, in the order in which they were made. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Of the content of each, by path: as `digest` gives it. */
  readonly digests: ReadonlyMap<string, string>;
}

/** SHA-256 in hexadecimal. */
export function digest(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export interface CorpusOptions {
  /** How many documents (default 300). */
  readonly documents?: number;
  readonly seed?: number;
  /** Names of kinds to take, as in `KINDS`; all but the rare ones by default. */
  readonly kinds?: readonly string[];
  /** Gives each folder and file its name, for instance one that says nothing; called with the usual name. */
  readonly name?: (usual: string) => string;
}

const FOLDERS = [
  '',
  'letters',
  'letters/2024',
  'accounts',
  'accounts/invoices',
  'projects/site',
  'projects/tool',
  'photos',
];
const NAMES = [
  'report',
  'minutes',
  'draft',
  'offer',
  'summary',
  'notes',
  'invoice',
  'plan',
  'backup',
  'readme',
  'list',
];

/**
 * Makes the tree. @param directory is created, or is empty.
 * @throws Error when there is something in it already: nothing that was there may be destroyed.
 */
export function makeCorpus(directory: string, options: CorpusOptions = {}): Corpus {
  const { documents = 300, seed = 1, kinds, name = (usual) => usual } = options;
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new Error(`${directory} is not empty`);
  const chosen = KINDS.filter((kind) => (kinds === undefined ? kind.rare !== true : kinds.includes(kind.name)));
  if (chosen.length === 0) throw new Error(`no kind of document is named ${kinds?.join(', ')}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, MARKER), 'Everything in this directory was made by an emulation, to be destroyed.\n');
  const random = new Random(seed);
  const files: string[] = [];
  const digests = new Map<string, string>();
  const folders = FOLDERS.map((folder) => (folder === '' ? '' : folder.split('/').map(name).join('/')));
  let bytes = 0;
  for (let i = 0; i < documents; i += 1) {
    const kind = chosen[i % chosen.length];
    if (kind === undefined) break;
    const path = join(directory, random.pick(folders), name(`${random.pick(NAMES)}-${i}.${kind.extension}`));
    mkdirSync(dirname(path), { recursive: true });
    const content = kind.make(random);
    writeFileSync(path, content);
    files.push(path);
    digests.set(path, digest(content));
    bytes += content.length;
  }
  return { directory, files, bytes, digests };
}
