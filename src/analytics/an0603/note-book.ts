/**
 * Small texts that one job writes: the same one in many directories, and what it asks for.
 *
 * @module
 */
import type { FileSession } from '../../event/index.ts';
import type { LineageId } from '../../host/index.ts';
import { BoundedMap } from './bounded-map.ts';
import { readsLikeNote } from './note-words.ts';
import { samplesOf } from './rewrite.ts';

/** One text, as often as it was dropped. */
export interface Note {
  readonly fingerprint: string;
  /** Words that ask for contact or payment, by theme; empty when it is any text. */
  readonly themes: readonly string[];
  readonly excerpt: string;
  readonly directories: ReadonlySet<string>;
  readonly paths: readonly string[];
  readonly named: boolean;
}

/** A note is short. */
const MAX_NOTE = 32 * 1024;
const MIN_NOTE = 24;
const NOTES_PER_JOB = 32;
const DIRECTORIES_PER_NOTE = 256;
const PATHS_PER_NOTE = 20;

export class NoteBook {
  readonly #jobs: BoundedMap<LineageId, BoundedMap<string, Note>>;
  readonly #pattern: RegExp;

  constructor(lineages: number, filenamePattern: string) {
    this.#jobs = new BoundedMap(lineages);
    this.#pattern = new RegExp(filenamePattern, 'i');
  }

  /** Takes a session; tells whether it was a note worth looking at the case again. */
  session(event: FileSession, lineage: LineageId, directory: string): boolean {
    if (!event.last || event.writeBytes < MIN_NOTE || event.sizeAfter > MAX_NOTE) return false;
    if (!event.created && !event.truncated) return false;
    const text = assembledText(event);
    if (text === undefined) return false;
    const job = this.#jobs.obtain(lineage, () => new BoundedMap(NOTES_PER_JOB));
    const fingerprint = fingerprintOf(text);
    const known = job.get(fingerprint);
    const themes = known?.themes ?? readsLikeNote(text);
    const directories = new Set(known?.directories);
    if (directories.size < DIRECTORIES_PER_NOTE) directories.add(directory);
    job.set(fingerprint, {
      fingerprint,
      themes,
      excerpt: known?.excerpt ?? text.slice(0, 160).replace(/\s+/g, ' '),
      directories,
      paths: [...(known?.paths ?? []), `${directory}/${event.name}`].slice(0, PATHS_PER_NOTE),
      named: (known?.named ?? false) || this.#pattern.test(event.name),
    });
    return themes.length > 0 || directories.size > 2;
  }

  notesOf(lineage: LineageId): readonly Note[] {
    return [...(this.#jobs.peek(lineage)?.values() ?? [])];
  }

  gauges(): Record<string, number> {
    return { note_jobs: this.#jobs.size, note_evictions: this.#jobs.evictions };
  }
}

/** The written text, put together from as many writes as were sampled. Undefined when it is not text. */
function assembledText(event: FileSession): string | undefined {
  const samples = samplesOf(event, 'write').toSorted((a, b) => a.offset - b.offset);
  const bytes = Buffer.concat(samples.map((sample) => sample.bytes));
  if (bytes.length < MIN_NOTE) return undefined;
  const wide = bytes.length > 4 && (bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe));
  const text = bytes.toString(wide ? 'utf16le' : 'utf8');
  let odd = 0;
  for (const character of text) if (character === '\ufffd' || (character < ' ' && !/\s/.test(character))) odd++;
  return odd > text.length / 50 ? undefined : text;
}

/** The same for texts that differ in case, white space and numbers (victim ids). 32-bit FNV-1a of 256 characters. */
function fingerprintOf(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[\d\s]+/g, '')
    .slice(0, 256);
  let hash = 0x811c9dc5;
  for (let i = 0; i < plain.length; i++) hash = Math.imul(hash ^ plain.charCodeAt(i), 0x01000193) >>> 0;
  return `${hash.toString(16)}:${plain.length}`;
}
