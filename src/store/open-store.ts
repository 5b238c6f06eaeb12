/** Opens the store in a state directory: for the one instance that writes, or for any number of readers. */
import { mkdirSync } from 'node:fs';
import { openForReading, openForWriting } from './connection.ts';
import { listFindings, readFinding } from './finding-table.ts';
import { type InstanceLock, lockInstance } from './instance-lock.ts';
import { DEFAULT_RETENTION, type RetentionLimits } from './retention.ts';
import { listRuns } from './run-table.ts';
import { lasting } from './sqlite-failure.ts';
import { Store, type StoreAccess } from './store.ts';
import type { FindingQuery, FindingRow, StoredFinding, StoredRun } from './stored.ts';

/** How long what is saved waits for company, ms. */
export const FLUSH_AFTER_MS = 200;

export interface StoreOptions {
  /** Default: 30 days, 256 MiB. */
  readonly retention?: Partial<RetentionLimits>;
  /** How long what is saved waits for company, ms. Default 200. */
  readonly flushAfterMs?: number;
  /** ms since the epoch; for tests. Default: the system's clock. */
  readonly clock?: () => number;
  /** Told of each failed attempt, by code; `Store.faults` has the counts. */
  readonly onFault?: (code: string, message: string) => void;
}

/** The store as other processes see it while an instance writes. */
export interface StoreReader {
  findings(query?: FindingQuery): readonly FindingRow[];
  finding(uid: string): StoredFinding | undefined;
  runs(limit?: number): readonly StoredRun[];
  close(): void;
}

/**
 * A full disk or a database that somebody holds locked is no error here: it is counted in `faults`,
 * and the store opens for good as soon as it can.
 *
 * @param directory made with mode 0700 when it is missing
 * @throws StoreError `in_use`, `unwritable`, `newer`, `corrupt`
 * @example
 * const store = openStore('/var/lib/cipherwatch');
 * store.saveFinding(finding, summary);
 * store.close();
 */
export function openStore(directory: string, options: StoreOptions = {}): Store {
  const access = accessTo(directory);
  const store = new Store(access, {
    retention: { ...DEFAULT_RETENTION, ...options.retention },
    flushAfterMs: options.flushAfterMs ?? FLUSH_AFTER_MS,
    clock: options.clock ?? Date.now,
    onFault: options.onFault ?? (() => {}),
  });
  try {
    store.open();
  } catch (error) {
    const refusal = lasting(error, directory);
    if (refusal !== undefined) {
      store.close();
      throw refusal;
    }
    store.countFault(error);
  }
  return store;
}

/** @throws StoreError `missing`, `newer`, `corrupt`, `unwritable` */
export function openStoreForReading(directory: string): StoreReader {
  try {
    const database = openForReading(directory);
    return {
      findings: (query = {}) => listFindings(database, query),
      finding: (uid) => readFinding(database, uid),
      runs: (limit = 20) => listRuns(database, limit),
      close: () => database.close(),
    };
  } catch (error) {
    throw lasting(error, directory) ?? error;
  }
}

function accessTo(directory: string): StoreAccess {
  let lock: InstanceLock | undefined;
  return {
    open() {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      lock ??= lockInstance(directory);
      return openForWriting(directory);
    },
    release() {
      lock?.release();
      lock = undefined;
    },
  };
}
