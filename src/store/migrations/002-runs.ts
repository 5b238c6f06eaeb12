/** When Cipherwatch watched, what it lost meanwhile, and what went wrong. */
export const runs = `
  CREATE TABLE run (
    id          TEXT PRIMARY KEY,
    started_at  REAL NOT NULL,
    stopped_at  REAL,             -- null while it runs, or when nobody saw it end
    stop_reason TEXT,
    version     TEXT NOT NULL,
    mode        TEXT NOT NULL,
    host        TEXT NOT NULL,
    events      INTEGER NOT NULL DEFAULT 0,
    gaps        INTEGER NOT NULL DEFAULT 0,
    lost        TEXT NOT NULL DEFAULT '{}',  -- by reason, as JSON
    seen_at     REAL NOT NULL     -- last sign of life
  );
  CREATE INDEX run_started ON run (started_at);

  CREATE TABLE fault (
    run     TEXT NOT NULL REFERENCES run ON DELETE CASCADE,
    source  TEXT NOT NULL,        -- sensor, store, sink:…, leg:…
    code    TEXT NOT NULL,
    count   INTEGER NOT NULL,
    time    REAL NOT NULL,        -- of the latest
    message TEXT NOT NULL,
    PRIMARY KEY (run, source, code)
  ) WITHOUT ROWID;
`;
