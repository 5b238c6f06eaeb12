/**
 * Small texts that one job writes: the same one in many directories, and what it asks for.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { FileSession } from '../../../event/index.ts';
import type { HostView, LineageId } from '../../../host/index.ts';
import { samplesOf } from '../loss/rewrite.ts';
import { readsLikeNote } from './note-words.ts';

/** One text, as often as it was dropped. */
export interface Note {
  readonly fingerprint: string;
  /** Words that ask for contact or payment, by theme; empty when it is any text. */
  readonly themes: readonly string[];
  readonly excerpt: string;
  readonly directories: Set<string>;
  readonly paths: string[];
  named: boolean;
}

/** A note is short. */
const MAX_NOTE = 32 * 1024;
const MIN_NOTE = 24;
/** Begins the file by which a cache says that it is one (Cache Directory Tagging Specification): caches write it to each of their directories. */
const CACHE_MARK = 'Signature: 8a477f597d28d172789f06886806bc55';
const NOTES_PER_JOB = 32;
const DIRECTORIES_PER_NOTE = 256;
const PATHS_PER_NOTE = 20;

/** A small new file that may be a note; nobody has read it yet. */
interface Candidate {
  readonly lineage: LineageId;
  readonly event: FileSession;
}

/** Small new files of all jobs that wait to be read, latest kept. */
const WAITING = 512;

export class NoteBook {
  readonly #jobs: BoundedMap<LineageId, BoundedMap<string, Note>>;
  #pattern: RegExp;
  readonly #waiting = new Array<Candidate | undefined>(WAITING).fill(undefined);
  #next = 0;
  #dropped = 0;

  constructor(lineages: number, filenamePattern: string) {
    this.#jobs = new BoundedMap(lineages);
    this.#pattern = new RegExp(filenamePattern, 'i');
  }

  /** Notes are named by this from now on; case is ignored. */
  match(filenamePattern: string): void {
    this.#pattern = new RegExp(filenamePattern, 'i');
  }

  /** Puts a small new file aside, to be read once its job is of interest. Tells whether it was one. */
  session(event: FileSession, lineage: LineageId): boolean {
    if (event.writeBytes < MIN_NOTE || event.sizeAfter > MAX_NOTE || !event.last) return false;
    if ((!event.created && !event.truncated) || event.samples.length === 0) return false;
    if (this.#waiting[this.#next] !== undefined) this.#dropped += 1;
    this.#waiting[this.#next] = { lineage, event };
    this.#next = (this.#next + 1) % WAITING;
    return true;
  }

  /** Reads what a job has put aside; whether there was anything worth looking at the case again. */
  read(lineage: LineageId, host: HostView): boolean {
    let worth = false;
    for (let i = 0; i < WAITING; i++) {
      const at = (this.#next + i) % WAITING;
      const candidate = this.#waiting[at];
      if (candidate?.lineage !== lineage) continue;
      this.#waiting[at] = undefined;
      const { event } = candidate;
      if (this.#enter(event, lineage, host.directory(event.place) ?? `[${event.place}]`)) worth = true;
    }
    return worth;
  }

  /** What a job has dropped so far. */
  notesOf(lineage: LineageId, host: HostView): readonly Note[] {
    this.read(lineage, host);
    return [...(this.#jobs.peek(lineage)?.values() ?? [])];
  }

  gauges(): Record<string, number> {
    return { note_jobs: this.#jobs.size, note_evictions: this.#jobs.evictions, notes_unread: this.#dropped };
  }

  #enter(event: FileSession, lineage: LineageId, directory: string): boolean {
    const text = assembledText(event);
    if (text === undefined || text.startsWith(CACHE_MARK)) return false;
    const job = this.#jobs.obtain(lineage, newJob);
    const fingerprint = fingerprintOf(text);
    const note = job.obtain(fingerprint, () => ({
      fingerprint,
      themes: readsLikeNote(text),
      excerpt: text.slice(0, 160).replace(/\s+/g, ' '),
      directories: new Set(),
      paths: [],
      named: false,
    }));
    if (note.directories.size < DIRECTORIES_PER_NOTE) note.directories.add(directory);
    if (note.paths.length < PATHS_PER_NOTE) note.paths.push(`${directory}/${event.name}`);
    note.named ||= this.#pattern.test(event.name);
    return note.themes.length > 0 || note.directories.size > 2;
  }
}

function newJob(): BoundedMap<string, Note> {
  return new BoundedMap(NOTES_PER_JOB);
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
