/**
 * Keeps the database from growing without end: findings go when they are too old, and the oldest
 * when it is too large; the room goes back to the disk. Done in short steps, so that a large store
 * never holds up the engine for long.
 */
import type { DatabaseSync } from 'node:sqlite';

export interface RetentionLimits {
  /** Findings and runs older than this go, ms since they were last stored. */
  readonly maxAgeMs: number;
  /** The oldest findings go while the database is larger, bytes. */
  readonly maxBytes: number;
}

export const DEFAULT_RETENTION: RetentionLimits = { maxAgeMs: 30 * 86_400_000, maxBytes: 256 * 1024 * 1024 };

/** Findings that one step deletes at most. */
const ROWS_PER_STEP = 64;
/** Pages that one step gives back at most: 4 MiB with SQLite's usual page. */
const PAGES_PER_STEP = 1_024;
/** Once too large, it is brought down to this share of the limit, so that not every finding leads to a step. */
const TARGET_SHARE = 0.9;

const OLDEST = 'SELECT uid FROM finding ORDER BY stored_at, uid LIMIT ?';

export class Retention {
  readonly #limits: RetentionLimits;
  /** It was too large and is on its way to the target. */
  #shrinking = false;

  constructor(limits: RetentionLimits) {
    this.#limits = limits;
  }

  /** True when there is more to do. @param now ms since the epoch @throws SQLite's errors; nothing is half done then */
  step(database: DatabaseSync, now: number): boolean {
    if (this.#deleteOld(database, now - this.#limits.maxAgeMs)) return true;
    if (this.#deleteExcess(database)) return true;
    return giveBack(database);
  }

  #deleteOld(database: DatabaseSync, before: number): boolean {
    const old = `DELETE FROM finding WHERE uid IN (${OLDEST}) AND stored_at < ?`;
    const { changes } = database.prepare(old).run(ROWS_PER_STEP, before);
    if (Number(changes) === 0) database.prepare('DELETE FROM run WHERE seen_at < ?').run(before);
    return Number(changes) > 0;
  }

  #deleteExcess(database: DatabaseSync): boolean {
    const { pages, free, pageSize } = sizes(database);
    const used = (pages - free) * pageSize;
    if (used > this.#limits.maxBytes) this.#shrinking = true;
    if (!this.#shrinking || used <= this.#limits.maxBytes * TARGET_SHARE) {
      this.#shrinking = false;
      return false;
    }
    const count = Number(database.prepare('SELECT count(*) AS n FROM finding').get()?.n);
    const excess = Math.ceil(count * (1 - (this.#limits.maxBytes * TARGET_SHARE) / used));
    // Half of what an average finding would ask for: they differ in size, and none should go needlessly.
    const rows = Math.min(ROWS_PER_STEP, Math.max(1, Math.floor(excess / 2)));
    const { changes } = database.prepare(`DELETE FROM finding WHERE uid IN (${OLDEST})`).run(rows);
    return Number(changes) > 0;
  }
}

/** Bytes of the file that hold something. */
export function usedBytes(database: DatabaseSync): number {
  const { pages, free, pageSize } = sizes(database);
  return (pages - free) * pageSize;
}

function giveBack(database: DatabaseSync): boolean {
  const { free } = sizes(database);
  if (free === 0) return false;
  database.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`);
  const left = sizes(database).free;
  if (left > 0 && left < free) return true;
  // The file itself is cut when the log is brought into it.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  return false;
}

function sizes(database: DatabaseSync): { readonly pages: number; readonly free: number; readonly pageSize: number } {
  const pragma = (name: string) => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
  return { pages: pragma('page_count'), free: pragma('freelist_count'), pageSize: pragma('page_size') };
}
