/** Findings with their latest revision, what they rest on, and a summary of the events behind them. */
export const findings = `
  CREATE TABLE finding (
    uid        TEXT PRIMARY KEY,
    analytic   TEXT NOT NULL,
    severity   INTEGER NOT NULL,  -- 1 low … 4 critical
    confidence REAL NOT NULL,
    first_seen REAL NOT NULL,     -- ms since the epoch, as are all times
    time       REAL NOT NULL,
    created_at REAL NOT NULL,
    stored_at  REAL NOT NULL,     -- by this machine's clock: what retention goes by
    revision   INTEGER NOT NULL,
    host       TEXT NOT NULL,
    title      TEXT NOT NULL,
    user       TEXT NOT NULL,
    actor_path TEXT NOT NULL,
    body       TEXT NOT NULL      -- the finding as JSON
  );
  CREATE INDEX finding_time ON finding (time);
  CREATE INDEX finding_stored ON finding (stored_at);

  CREATE TABLE evidence (
    uid     TEXT NOT NULL REFERENCES finding ON DELETE CASCADE,
    kind    TEXT NOT NULL,        -- process, file, session
    item    TEXT NOT NULL,        -- names it within its kind
    subject TEXT NOT NULL,        -- a path, or an address with port
    time    REAL NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (uid, kind, item)
  ) WITHOUT ROWID;
  CREATE INDEX evidence_subject ON evidence (subject);

  CREATE TABLE event_summary (
    uid      TEXT PRIMARY KEY REFERENCES finding ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    omitted  INTEGER NOT NULL,
    counts   TEXT NOT NULL,       -- by kind, as JSON
    digests  TEXT NOT NULL        -- as JSON
  );
`;
