/** Opens the database file: settings that the store relies on, and the schema brought up to date. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations/index.ts';
import { StoreError } from './store-error.ts';

const FILE = 'findings.db';
/** The write-ahead log is cut back to this many bytes after a checkpoint. */
const LOG_LIMIT = 4 * 1024 * 1024;
/** How long a reader waits for a lock, ms. The writer never waits: it comes again. */
const READER_WAIT_MS = 2_000;

export function databasePath(directory: string): string {
  return join(directory, FILE);
}

/** @throws StoreError `newer`; SQLite's and the system's own errors otherwise */
export function openForWriting(directory: string): DatabaseSync {
  const path = databasePath(directory);
  // Findings hold command lines, which hold secrets: the owner's alone, and so are the log and index SQLite adds.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Must precede the first table; without it, deleting would never give room back.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${LOG_LIMIT}`);
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @throws StoreError `missing`, `newer` */
export function openForReading(directory: string): DatabaseSync {
  const path = databasePath(directory);
  if (!existsSync(path)) throw new StoreError('missing', `no findings are stored in ${directory}`);
  const database = new DatabaseSync(path, { readOnly: true, timeout: READER_WAIT_MS });
  try {
    refuseNewer(version(database), path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, path: string): void {
  const applied = version(database);
  refuseNewer(applied, path);
  if (applied === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const step of migrations.slice(applied)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function version(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

function refuseNewer(found: number, path: string): void {
  if (found <= migrations.length) return;
  const message = `${path} has schema ${found}, this version knows ${migrations.length}: use the later version, or move the file away`;
  throw new StoreError('newer', message);
}
