/** Findings, evidence and event summaries in the database. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { EventSummary, Finding } from '../incident/index.ts';
import type { FindingQuery, FindingRow, StoredEvidence, StoredFinding } from './stored.ts';

/** Evidence rows kept for one finding. */
const EVIDENCE_LIMIT = 2_000;
const LIST = { usual: 100, most: 1_000 };
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

type Row = Readonly<Record<string, SQLOutputValue>>;

/** An older telling never replaces a newer one, as when a recording is replayed into a store that knows the case. */
const PUT_FINDING = `
  INSERT INTO finding VALUES (:uid, :analytic, :severity, :confidence, :firstSeen, :time, :createdAt, :storedAt,
    :revision, :host, :title, :user, :actorPath, :body)
  ON CONFLICT (uid) DO UPDATE SET
    severity = excluded.severity, confidence = excluded.confidence, first_seen = excluded.first_seen,
    time = excluded.time, created_at = excluded.created_at, stored_at = excluded.stored_at,
    revision = excluded.revision, host = excluded.host, title = excluded.title, user = excluded.user,
    actor_path = excluded.actor_path, body = excluded.body
  WHERE (excluded.time, excluded.revision) >= (finding.time, finding.revision)`;
const PUT_SUMMARY = `
  INSERT INTO event_summary VALUES (:uid, :revision, :omitted, :counts, :digests)
  ON CONFLICT (uid) DO UPDATE SET
    revision = excluded.revision, omitted = excluded.omitted, counts = excluded.counts, digests = excluded.digests`;
const PUT_EVIDENCE = 'INSERT OR IGNORE INTO evidence VALUES (:uid, :kind, :item, :subject, :time, :body)';
const COLUMNS = `uid, analytic, severity, confidence, first_seen, time, created_at, stored_at, revision, host, title,
  user, actor_path`;

/** Within the caller's transaction. */
export function putFinding(database: DatabaseSync, finding: Finding, summary: EventSummary, storedAt: number): void {
  const { changes } = database.prepare(PUT_FINDING).run({
    uid: finding.uid,
    analytic: finding.analytic.uid,
    severity: SEVERITIES.indexOf(finding.severity) + 1,
    confidence: finding.confidence,
    firstSeen: finding.firstSeen,
    time: finding.time,
    createdAt: finding.createdAt,
    storedAt,
    revision: finding.revision,
    host: finding.host.name,
    title: finding.title,
    user: finding.login.loginUser ?? finding.actor.user,
    actorPath: finding.actor.path,
    body: JSON.stringify(finding),
  });
  if (Number(changes) === 0) return;
  database.prepare(PUT_SUMMARY).run({
    uid: finding.uid,
    revision: summary.revision,
    omitted: summary.omitted,
    counts: JSON.stringify(summary.counts),
    digests: JSON.stringify(summary.digests),
  });
  const held = database.prepare('SELECT count(*) AS n FROM evidence WHERE uid = ?').get(finding.uid)?.n;
  const statement = database.prepare(PUT_EVIDENCE);
  let room = EVIDENCE_LIMIT - Number(held);
  for (const row of evidenceOf(finding)) {
    if (room <= 0) break;
    room -= Number(statement.run({ uid: finding.uid, ...row }).changes);
  }
}

export function listFindings(database: DatabaseSync, query: FindingQuery): readonly FindingRow[] {
  const where: string[] = ['1'];
  const values: SQLInputValue[] = [];
  const narrow = (condition: string, value: SQLInputValue | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    values.push(value);
  };
  narrow('analytic = ?', query.analytic);
  narrow('severity >= ?', query.severity === undefined ? undefined : SEVERITIES.indexOf(query.severity) + 1);
  narrow('time >= ?', query.since);
  narrow('time < ?', query.until);
  narrow('uid IN (SELECT uid FROM evidence WHERE subject = ?)', query.subject);
  const limit = Math.min(Math.max(1, Math.floor(query.limit ?? LIST.usual)), LIST.most);
  const sql = `SELECT ${COLUMNS} FROM finding WHERE ${where.join(' AND ')} ORDER BY time DESC, uid LIMIT ?`;
  return database
    .prepare(sql)
    .all(...values, limit)
    .map(findingRow);
}

export function readFinding(database: DatabaseSync, uid: string): StoredFinding | undefined {
  const row = database.prepare('SELECT body, stored_at FROM finding WHERE uid = ?').get(uid);
  if (row === undefined) return undefined;
  const summary = database.prepare('SELECT * FROM event_summary WHERE uid = ?').get(uid);
  const evidence = database.prepare('SELECT * FROM evidence WHERE uid = ? ORDER BY time, kind, item').all(uid);
  return {
    finding: JSON.parse(String(row.body)),
    summary: summary === undefined ? undefined : summaryOf(summary),
    evidence: evidence.map(
      ({ kind, subject, time, body }): StoredEvidence => ({
        kind: kind as StoredEvidence['kind'],
        subject: String(subject),
        time: Number(time),
        body: JSON.parse(String(body)),
      }),
    ),
    storedAt: Number(row.stored_at),
  };
}

function findingRow(row: Row): FindingRow {
  return {
    uid: String(row.uid),
    analytic: row.analytic as FindingRow['analytic'],
    severity: SEVERITIES[Number(row.severity) - 1] ?? 'low',
    confidence: Number(row.confidence),
    firstSeen: Number(row.first_seen),
    time: Number(row.time),
    createdAt: Number(row.created_at),
    storedAt: Number(row.stored_at),
    revision: Number(row.revision),
    host: String(row.host),
    title: String(row.title),
    user: String(row.user),
    actorPath: String(row.actor_path),
  };
}

function summaryOf(row: Row): EventSummary {
  return {
    uid: String(row.uid),
    revision: Number(row.revision),
    omitted: Number(row.omitted),
    counts: JSON.parse(String(row.counts)),
    digests: JSON.parse(String(row.digests)),
  };
}

interface EvidenceRow extends Record<string, SQLInputValue> {
  readonly kind: StoredEvidence['kind'];
  readonly item: string;
  readonly subject: string;
  readonly time: number;
  readonly body: string;
}

function* evidenceOf(finding: Finding): Generator<EvidenceRow> {
  for (const process of finding.tree) {
    if (!process.participant) continue;
    yield row('process', process.key, process.path, process.startedAt, process);
  }
  for (const session of finding.sessions) {
    const { address, port } = session.remote;
    const subject = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    const item = `${session.process} ${session.protocol} ${session.local.port} ${subject} ${session.startedAt}`;
    yield row('session', item, subject, session.startedAt, session);
  }
  for (const file of finding.affected?.files ?? []) {
    yield row('file', `${file.file} ${file.path}`, file.path, file.time, file);
  }
}

function row(kind: EvidenceRow['kind'], item: string, subject: string, time: number, body: object): EvidenceRow {
  return { kind, item, subject, time, body: JSON.stringify(body) };
}
