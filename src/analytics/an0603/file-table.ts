/**
 * What is known of files in use: a few ranges of their content, who made and who read them, what became of them.
 * Known by identity; paths are an index into it.
 *
 * @module
 */
import type { FileKey, ProcessKey } from '../../event/index.ts';
import type { LineageId } from '../../host/index.ts';
import { type Content, classifyQuickly } from '../../stats/index.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Range } from './transition.ts';

/** Who did something to a file, and when (ms since the epoch). */
export interface Deed {
  readonly process: ProcessKey;
  readonly lineage: LineageId;
  readonly time: number;
}

/** Ciphertext that was made out of a file, under another name. */
export interface Counterpart extends Deed {
  readonly file: FileKey;
  readonly path: string;
  readonly content: Content;
  /** 0…1: how sure it is that this was made out of that. */
  readonly certainty: number;
  readonly reasons: readonly string[];
}

/** How an original disappeared. */
export interface Gone extends Deed {
  readonly how: 'removed' | 'replaced';
  readonly by?: FileKey;
}

export interface FileRecord {
  readonly file: FileKey;
  path: string;
  /** When it was last renamed, as seen. */
  movedAt: number;
  size: number;
  links: number;
  createdBy: Deed | undefined;
  /** Content as it was before anybody in sight changed it; at most 4 ranges, by offset. */
  readonly ranges: Range[];
  /** Latest readers, at most 4, latest last. */
  readers: readonly Deed[];
  /** What was written at its head, when it was created or rewritten from nothing. */
  output: (Deed & { readonly content: Content; readonly head: Uint8Array }) | undefined;
  counterpart: Counterpart | undefined;
  /** A plaintext copy of it that the same process wrote. */
  copy: FileKey | undefined;
  gone: Gone | undefined;
  destroyed: boolean;
}

const MAX_RANGES = 4;
const MAX_READERS = 4;

export class FileTable {
  readonly #records: BoundedMap<FileKey, FileRecord>;
  readonly #paths: BoundedMap<string, FileKey>;
  /** Names that vanished before their file was first told of. */
  readonly #vanished: BoundedMap<string, Gone>;

  constructor(limit: number) {
    this.#records = new BoundedMap(limit);
    this.#paths = new BoundedMap(limit * 2);
    this.#vanished = new BoundedMap(Math.max(limit / 4, 1));
  }

  get(file: FileKey): FileRecord | undefined {
    return this.#records.get(file);
  }

  at(path: string): FileRecord | undefined {
    const file = this.#paths.peek(path);
    const record = file === undefined ? undefined : this.#records.get(file);
    return record?.path === path ? record : undefined;
  }

  /** The record of a file that was opened under this path. */
  obtain(file: FileKey, path: string, openedAt: number): FileRecord {
    const record = this.#records.obtain(file, () => emptyRecord(file, path));
    // A session is told at its end: a rename since it began has already moved the path on.
    if (record.path !== path && openedAt > record.movedAt) record.path = path;
    if (record.gone === undefined) this.#paths.set(record.path, file);
    return record;
  }

  /** An inode that was created anew is another file. */
  reset(file: FileKey, path: string, openedAt: number): FileRecord {
    this.#records.delete(file);
    return this.obtain(file, path, openedAt);
  }

  /** Moves a file to another path; its old name is free. */
  move(record: FileRecord, to: string, time: number): void {
    if (this.#paths.peek(record.path) === record.file) this.#paths.delete(record.path);
    record.path = to;
    record.movedAt = time;
    this.#paths.set(to, record.file);
  }

  forgetPath(path: string): void {
    this.#paths.delete(path);
  }

  noteVanished(path: string, gone: Gone): void {
    this.#vanished.set(path, gone);
  }

  /** How the file of a session that was opened at `openedAt` under this path vanished, if it did before it was told of. */
  takeVanished(path: string, openedAt: number): Gone | undefined {
    const gone = this.#vanished.peek(path);
    if (gone === undefined || gone.time < openedAt) return undefined;
    this.#vanished.delete(path);
    return gone;
  }

  gauges(): Record<string, number> {
    return {
      files: this.#records.size,
      file_evictions: this.#records.evictions,
      path_evictions: this.#paths.evictions,
      vanished_evictions: this.#vanished.evictions,
    };
  }
}

function emptyRecord(file: FileKey, path: string): FileRecord {
  return {
    file,
    path,
    movedAt: 0,
    size: 0,
    links: 1,
    createdBy: undefined,
    ranges: [],
    readers: [],
    output: undefined,
    counterpart: undefined,
    copy: undefined,
    gone: undefined,
    destroyed: false,
  };
}

/** Keeps a range unless one at that offset is known; the bytes are copied out of the stream's buffer. */
export function keepRange(record: FileRecord, range: Range): void {
  if (record.ranges.some((known) => known.offset === range.offset)) return;
  if (record.ranges.length >= MAX_RANGES) return;
  record.ranges.push({ offset: range.offset, bytes: range.bytes.slice() });
}

/** Forgets content that was replaced by something ordinary. */
export function replaceRanges(record: FileRecord, ranges: readonly Range[]): void {
  record.ranges.length = 0;
  for (const range of ranges) keepRange(record, range);
}

export function noteReader(record: FileRecord, deed: Deed): void {
  const others = record.readers.filter((reader) => reader.process !== deed.process);
  record.readers = [...others, deed].slice(-MAX_READERS);
}

/** Class of the file's known beginning; of its first known range when the beginning was never seen. */
export function headContent(record: FileRecord): Content | undefined {
  const head = record.ranges.find((range) => range.offset === 0) ?? record.ranges[0];
  return head === undefined ? undefined : classifyQuickly(head.bytes, record.size, head.offset);
}
