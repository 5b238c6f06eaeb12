/** Databases that compact, churn, dump and are dumped. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

/** Fills a database with rows, half of them random. @param n rows */
const fill = (file: string, n: number) =>
  `sqlite3 ${file} "PRAGMA journal_mode=DELETE; CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, data BLOB);
   WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < ${n})
   INSERT INTO t(name, data) SELECT 'customer ' || i, randomblob(300) FROM c; CREATE INDEX names ON t(name);" > /dev/null`;

async function databases(room: Room): Promise<void> {
  await room.aside(`for i in 1 2 3 4 5 6; do ${fill('base$i.sqlite', 2000)}; done`);
}

const BIN = '$(ls -d /usr/lib/postgresql/*/bin | tail -1)';
/** The server refuses to be root. */
const AS =
  'setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$HOME" PGHOST="$PWD/run" PGUSER=postgres';

/** A cluster of its own in this room, reached by a socket in it, with the tables of pgbench. */
async function cluster(room: Room): Promise<void> {
  await room.aside(`mkdir run data; chown postgres: run data; ${AS} ${BIN}/initdb -D data -A trust -N > /dev/null`);
  await room.serve(
    `${AS} ${BIN}/postgres -D data -k $PWD/run -c listen_addresses= -c fsync=off`,
    `${AS} ${BIN}/pg_isready -q`,
    'SIGINT',
  );
  await room.aside(`${AS} ${BIN}/pgbench -i -q -s 2 postgres`);
}

function postgres(name: string, about: string, row: string, script: string, check: string): Workload {
  return {
    id: `database/${name}`,
    about,
    row,
    needs: needs('psql:postgresql'),
    short: false,
    prepare: cluster,
    run: async (room) => {
      await room.work(script);
      await room.aside(check);
    },
  };
}

export const database: readonly Workload[] = [
  {
    id: 'database/sqlite-vacuum',
    about: 'SQLite databases lose half of their rows and are vacuumed, also into another file',
    row: 'SQLite VACUUM',
    needs: needs('sqlite3'),
    short: true,
    prepare: databases,
    run: async (room) => {
      await room.work(
        `for f in base*.sqlite; do sqlite3 $f "DELETE FROM t WHERE id % 2; VACUUM; REINDEX; ANALYZE; VACUUM INTO '$f.copy'"; mv $f.copy $f; done`,
      );
      assert.equal(
        (await room.aside('sqlite3 base3.sqlite "SELECT count(*) FROM t; PRAGMA integrity_check"')).trim(),
        '1000\nok',
      );
    },
  },
  {
    id: 'database/sqlite-wal',
    about:
      'a browser-like profile: several SQLite databases with write-ahead logs, many small transactions, checkpoints',
    row: 'SQLite VACUUM',
    needs: needs('sqlite3'),
    short: false,
    prepare: databases,
    run: async (room) => {
      await room.work(
        `for i in 1 2 3; do for f in base*.sqlite; do sqlite3 $f "PRAGMA journal_mode=WAL; UPDATE t SET data = randomblob(300) WHERE id % 7 = $i;
         INSERT INTO t(name, data) SELECT name, randomblob(500) FROM t LIMIT 100; PRAGMA wal_checkpoint(TRUNCATE);" > /dev/null; done; done`,
      );
      assert.equal((await room.aside('sqlite3 base3.sqlite "SELECT count(*) FROM t"')).trim(), '2300');
    },
  },
  {
    id: 'database/sqlite-encrypts-cells',
    about:
      'an application replaces every cell of its databases by random bytes, as one that encrypts its own columns does',
    row: 'SQLite VACUUM',
    needs: needs('sqlite3'),
    short: false,
    prepare: databases,
    run: async (room) => {
      await room.work(
        `for f in base*.sqlite; do sqlite3 $f "PRAGMA page_size=8192; UPDATE t SET data = randomblob(length(data)); VACUUM"; done`,
      );
      assert.equal((await room.aside('sqlite3 base3.sqlite "SELECT count(*) FROM t"')).trim(), '2000');
    },
  },
  {
    id: 'database/dumps-rotate',
    about: 'databases are dumped and compressed, older dumps are removed',
    row: 'pg_dump',
    needs: needs('sqlite3', 'gzip', 'xz:xz-utils'),
    short: false,
    prepare: async (room) => {
      await databases(room);
      await room.aside('mkdir dumps; for f in base*; do sqlite3 $f .dump > dumps/$f.old.sql; done');
    },
    run: async (room) => {
      await room.work(
        'for f in base*.sqlite; do sqlite3 $f .dump | gzip > dumps/$f.sql.gz; done; xz -T1 -1 dumps/*.old.sql; rm dumps/*.xz',
      );
      assert.equal(room.find('dumps/*').length, 6);
    },
  },
  {
    id: 'database/dumps-encrypted',
    about: 'databases are dumped, each dump is encrypted by gpg and removed',
    row: 'openssl enc or gpg -e on a backup',
    needs: needs('sqlite3', 'gpg:gnupg'),
    short: false,
    prepare: databases,
    run: async (room) => {
      await room.work(
        'for f in base*.sqlite; do sqlite3 $f .dump > $f.sql; gpg --batch --passphrase own --pinentry-mode loopback -c $f.sql; rm $f.sql; done',
      );
      assert.equal(room.find('*.gpg').length, 6);
    },
  },
  postgres(
    'postgres-vacuum',
    'PostgreSQL updates, clusters and vacuums (FULL)',
    'PostgreSQL with VACUUM FULL',
    `${AS} psql -q postgres -c 'update pgbench_accounts set filler = md5(aid::text)' -c 'vacuum full' -c 'reindex database postgres' -c 'cluster pgbench_accounts using pgbench_accounts_pkey' -c checkpoint`,
    `${AS} psql -Atq postgres -c 'select count(*) from pgbench_accounts' | grep -x 200000`,
  ),
  postgres(
    'postgres-dump',
    'pg_dump in three formats, and a restore over the database',
    'pg_dump',
    `mkdir out; chown postgres: out; for f in plain custom directory; do ${AS} ${BIN}/pg_dump -F $f -f out/$f postgres; done; ${AS} ${BIN}/pg_restore -c -d postgres out/custom; gzip out/plain`,
    `${AS} psql -Atq postgres -c 'select count(*) from pgbench_accounts' | grep -x 200000`,
  ),
  postgres(
    'postgres-pgbench',
    'pgbench with four clients',
    'pgbench',
    `${AS} ${BIN}/pgbench -c 4 -j 2 -t 200 postgres > result; ${AS} psql -q postgres -c checkpoint`,
    'grep -q "800/800" result',
  ),
];
