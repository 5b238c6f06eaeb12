/** Runs and their faults in the database. */
import type { DatabaseSync } from 'node:sqlite';
import type { FaultRecord, RunEnd, RunProgress, RunStart, StoredRun } from './stored.ts';

/** Reason given to a run of which nobody saw the end. */
export const UNSEEN_END = 'not seen to end';

/** A run as it is kept in memory until it is written. */
export interface CurrentRun {
  readonly id: string;
  readonly start: RunStart;
  progress: RunProgress | undefined;
  end: RunEnd | undefined;
}

const PUT_RUN = `
  INSERT INTO run (id, started_at, stopped_at, stop_reason, version, mode, host, events, gaps, lost, seen_at)
  VALUES (:id, :startedAt, :stoppedAt, :stopReason, :version, :mode, :host, :events, :gaps, :lost, :seenAt)
  ON CONFLICT (id) DO UPDATE SET
    stopped_at = excluded.stopped_at, stop_reason = excluded.stop_reason, host = excluded.host,
    events = excluded.events, gaps = excluded.gaps, lost = excluded.lost, seen_at = excluded.seen_at`;
const PUT_FAULT = `
  INSERT INTO fault VALUES (:run, :source, :code, :count, :time, :message)
  ON CONFLICT (run, source, code) DO UPDATE SET
    count = excluded.count, time = excluded.time, message = excluded.message`;

/** Within the caller's transaction. */
export function putRun(database: DatabaseSync, { id, start, progress, end }: CurrentRun): void {
  database.prepare(PUT_RUN).run({
    id,
    startedAt: start.startedAt,
    stoppedAt: end?.time ?? null,
    stopReason: end?.reason ?? null,
    version: start.version,
    mode: start.mode,
    host: progress?.host ?? '',
    events: progress?.events ?? 0,
    gaps: progress?.gaps ?? 0,
    lost: JSON.stringify(progress?.lost ?? {}),
    seenAt: end?.time ?? progress?.time ?? start.startedAt,
  });
}

/** Within the caller's transaction; the run must have been put. */
export function putFault(database: DatabaseSync, run: string, fault: FaultRecord): void {
  const { source, code, count, time, message } = fault;
  database.prepare(PUT_FAULT).run({ run, source, code, count, time, message });
}

/** Whoever holds the instance's lock is alone: a run that has not ended will not end any more. */
export function endUnseenRuns(database: DatabaseSync): void {
  database.prepare('UPDATE run SET stop_reason = ? WHERE stop_reason IS NULL').run(UNSEEN_END);
}

/** The latest first. */
export function listRuns(database: DatabaseSync, limit: number): readonly StoredRun[] {
  const faults = database.prepare('SELECT * FROM fault WHERE run = ? ORDER BY source, code');
  return database
    .prepare('SELECT * FROM run ORDER BY started_at DESC, id LIMIT ?')
    .all(limit)
    .map((row) => ({
      id: String(row.id),
      startedAt: Number(row.started_at),
      stoppedAt: row.stopped_at === null ? undefined : Number(row.stopped_at),
      stopReason: row.stop_reason === null ? undefined : String(row.stop_reason),
      version: String(row.version),
      mode: String(row.mode),
      host: String(row.host),
      time: Number(row.seen_at),
      events: Number(row.events),
      gaps: Number(row.gaps),
      lost: JSON.parse(String(row.lost)),
      faults: faults.all(String(row.id)).map((fault) => ({
        source: String(fault.source),
        code: String(fault.code),
        count: Number(fault.count),
        time: Number(fault.time),
        message: String(fault.message),
      })),
    }));
}
