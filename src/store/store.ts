/**
 * The embedded store. What is saved waits in memory for a moment and is then written in one
 * transaction; a locked database or a full disk is counted and tried again later, and never reaches
 * whoever saves.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { EventSummary, Finding } from '../incident/index.ts';
import { listFindings, putFinding, readFinding } from './finding-table.ts';
import { type Batch, Pending } from './pending.ts';
import { Retention, type RetentionLimits, usedBytes } from './retention.ts';
import { endUnseenRuns, listRuns, putFault, putRun } from './run-table.ts';
import { failureCode } from './sqlite-failure.ts';
import type {
  FaultRecord,
  FindingQuery,
  FindingRow,
  RunEnd,
  RunProgress,
  RunStart,
  StoredFinding,
  StoredRun,
} from './stored.ts';

/** Findings written in one transaction. */
const BATCH = 32;
/** Pause before a failed write is tried again, ms: doubled each time up to the longest. */
const RETRY_MS = { first: 500, longest: 30_000 };
/** How often retention is looked after, ms. */
const RETENTION_EVERY_MS = 600_000;
/** And after so many findings were written. */
const RETENTION_EVERY_FINDINGS = 256;
/** Pause between two steps of retention, ms: the engine's turn. */
const STEP_PAUSE_MS = 20;

/** What the store has been through so far. */
export interface StoreFaults {
  /** Failed attempts by code: `SQLITE_BUSY`, `SQLITE_FULL`, `ENOSPC`… */
  readonly errors: Readonly<Record<string, number>>;
  /** The last failure in words. */
  readonly last: string | undefined;
  /** Findings given up since too many waited. */
  readonly dropped: number;
  /** Findings that wait to be written. */
  readonly waiting: number;
}

export interface StoreSettings {
  readonly retention: RetentionLimits;
  /** How long what is saved waits for company, ms. */
  readonly flushAfterMs: number;
  /** ms since the epoch */
  readonly clock: () => number;
  readonly onFault: (code: string, message: string) => void;
}

/** Where the store gets its database from, at first and after a failure. */
export interface StoreAccess {
  /** @throws when it cannot be opened now */
  open(): DatabaseSync;
  /** Lets go of whatever `open` holds besides the database. */
  release(): void;
}

export class Store {
  readonly #access: StoreAccess;
  readonly #settings: StoreSettings;
  readonly #pending = new Pending();
  readonly #retention: Retention;
  readonly #errors = new Map<string, number>();
  #database: DatabaseSync | undefined;
  #closed = false;
  #last: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS.first;
  #retentionTimer: NodeJS.Timeout | undefined;
  #sinceRetention = 0;

  constructor(access: StoreAccess, settings: StoreSettings) {
    this.#access = access;
    this.#settings = settings;
    this.#retention = new Retention(settings.retention);
    this.#planRetention(settings.flushAfterMs);
  }

  /** Opens the database now rather than with the first write. @throws whatever keeps it from opening */
  open(): void {
    this.#opened();
  }

  /** Returns at once and never throws; of a finding that is saved again before it was written, the newer stays. */
  saveFinding(finding: Finding, summary: EventSummary): void {
    this.#pending.addFinding({ finding, summary });
    this.#planFlush(this.#settings.flushAfterMs);
  }

  beginRun(start: RunStart): void {
    const id = `${Math.floor(start.startedAt)}-${process.pid}`;
    this.#pending.run = { id, start, progress: undefined, end: undefined };
    this.#runChanged();
  }

  /** Call as often as you like: the latest is written with the next batch. Ignored before `beginRun`. */
  saveProgress(progress: RunProgress): void {
    if (this.#pending.run === undefined) return;
    this.#pending.run.progress = progress;
    this.#runChanged();
  }

  /** Kept until there is a run to write it under. */
  saveFault(fault: FaultRecord): void {
    this.#pending.addFault(fault);
    this.#planFlush(this.#settings.flushAfterMs);
  }

  endRun(end: RunEnd): void {
    if (this.#pending.run === undefined) return;
    this.#pending.run.end = end;
    this.#runChanged();
  }

  /** Writes now what waits. False when that failed and will be tried again. */
  flush(): boolean {
    while (!this.#closed && this.#pending.ready) if (!this.#flushBatch()) return false;
    return true;
  }

  /** The latest first. What waits is written first, if it can be. @throws SQLite's errors */
  findings(query: FindingQuery = {}): readonly FindingRow[] {
    this.flush();
    return listFindings(this.#opened(), query);
  }

  /** @throws SQLite's errors */
  finding(uid: string): StoredFinding | undefined {
    this.flush();
    return readFinding(this.#opened(), uid);
  }

  /** The latest first. @throws SQLite's errors */
  runs(limit = 20): readonly StoredRun[] {
    this.flush();
    return listRuns(this.#opened(), limit);
  }

  /** Deletes what is too old or too much, to the end, and gives the room back. False when that failed. */
  maintain(): boolean {
    let more = true;
    const step = () => {
      more = this.#retain();
    };
    while (more) if (!this.#attempt(step)) return false;
    return true;
  }

  /** Bytes of the database that hold something. @throws SQLite's errors */
  size(): number {
    return usedBytes(this.#opened());
  }

  /** Counts and reports a failure that whoever opened the store has met. */
  countFault(error: unknown): void {
    const code = failureCode(error);
    const message = error instanceof Error ? error.message : String(error);
    this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
    this.#last = message;
    this.#settings.onFault(code, message);
  }

  faults(): StoreFaults {
    return {
      errors: Object.fromEntries(this.#errors),
      last: this.#last,
      dropped: this.#pending.dropped,
      waiting: this.#pending.findings,
    };
  }

  /** Writes what waits, once, and lets go. What could not be written then counts as dropped. Never throws. */
  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retentionTimer);
    this.#pending.dropped += this.#pending.take(Number.POSITIVE_INFINITY).findings.length;
    this.#attempt(() => this.#database?.close());
    this.#database = undefined;
    this.#attempt(() => this.#access.release());
  }

  #runChanged(): void {
    this.#pending.runHasChanged();
    this.#planFlush(this.#settings.flushAfterMs);
  }

  #planFlush(afterMs: number): void {
    if (this.#closed || this.#timer !== undefined) return;
    const flushSome = () => {
      this.#timer = undefined;
      if (this.#pending.ready && this.#flushBatch() && this.#pending.ready) this.#planFlush(STEP_PAUSE_MS);
    };
    this.#timer = setTimeout(flushSome, afterMs).unref();
  }

  #flushBatch(): boolean {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#pending.take(BATCH);
    if (!this.#attempt(() => this.#write(batch))) {
      this.#pending.putBack(batch);
      this.#planFlush(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.longest);
      return false;
    }
    this.#retryMs = RETRY_MS.first;
    this.#sinceRetention += batch.findings.length;
    if (this.#sinceRetention >= RETENTION_EVERY_FINDINGS) this.#planRetention(STEP_PAUSE_MS);
    return true;
  }

  #planRetention(afterMs: number): void {
    clearTimeout(this.#retentionTimer);
    if (this.#closed) return;
    this.#sinceRetention = 0;
    this.#retentionTimer = setTimeout(() => {
      let more = false;
      this.#attempt(() => {
        more = this.#retain();
      });
      this.#planRetention(more ? STEP_PAUSE_MS : RETENTION_EVERY_MS);
    }, afterMs).unref();
  }

  #retain(): boolean {
    return this.#retention.step(this.#opened(), this.#settings.clock());
  }

  #write(batch: Batch): void {
    const database = this.#opened();
    const storedAt = this.#settings.clock();
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const { finding, summary } of batch.findings) putFinding(database, finding, summary, storedAt);
      if (batch.run !== undefined) putRun(database, batch.run);
      const run = this.#pending.run;
      if (run !== undefined) for (const fault of batch.faults) putFault(database, run.id, fault);
      database.exec('COMMIT');
    } catch (error) {
      // SQLite rolls back by itself on some errors, a full disk among them.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  #opened(): DatabaseSync {
    return this.#database ?? this.#begin(this.#access.open());
  }

  #begin(database: DatabaseSync): DatabaseSync {
    try {
      endUnseenRuns(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    return database;
  }

  #attempt(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      this.countFault(error);
      return false;
    }
  }
}
