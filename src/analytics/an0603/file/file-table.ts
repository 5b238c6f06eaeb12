/**
 * Files in use, by identity. Paths are the host's to know; only names that vanished before their file was told of are kept.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { FileKey } from '../../../event/index.ts';
import { FileRecord, type Gone } from './file-record.ts';

export class FileTable {
  readonly #records: BoundedMap<FileKey, FileRecord>;
  readonly #vanished: BoundedMap<string, Gone>;
  #lastVanished = 0;

  constructor(limit: number) {
    this.#records = new BoundedMap(limit, (record) => record.forget());
    this.#vanished = new BoundedMap(limit / 4);
  }

  get(file: FileKey): FileRecord | undefined {
    return this.#records.get(file);
  }

  obtain(file: FileKey): FileRecord {
    return this.#records.obtain(file, newRecord);
  }

  /** An inode that was created anew is another file. */
  reset(file: FileKey): FileRecord {
    const record = newRecord(file);
    this.#records.set(file, record);
    return record;
  }

  noteVanished(gone: Gone): void {
    this.#vanished.set(gone.path, gone);
    this.#lastVanished = gone.time;
  }

  /** Whether any name has vanished since: else there is no need to know a path. */
  vanishedSince(openedAt: number): boolean {
    return this.#lastVanished >= openedAt;
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
      vanished: this.#vanished.size,
      vanished_evictions: this.#vanished.evictions,
    };
  }
}

function newRecord(file: FileKey): FileRecord {
  return new FileRecord(file);
}
