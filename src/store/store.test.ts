import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { EPOCH } from '../event/testing/make.ts';
import { makeChannelFinding, makeFinding, makeSummary } from '../incident/testing/make-finding.ts';
import { anyFinding } from '../sink/testing/any-finding.ts';
import { databasePath } from './connection.ts';
import { openStore, openStoreForReading, StoreError, type StoreFaults } from './index.ts';
import { stateDirectories } from './testing/directory.ts';
import { holder } from './testing/holder.ts';
import { noSmallDisk, onSmallDisk } from './testing/small-disk.ts';

const fresh = stateDirectories();
const skip = noSmallDisk();
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('a finding comes back as it was, with its summary and evidence, after a restart too', () => {
  const directory = fresh();
  const first = openStore(directory, { clock: () => EPOCH + 5 });
  first.saveFinding(makeFinding(), makeSummary());
  first.close();
  const store = openStore(directory);
  const stored = store.finding('AN0603-000001');
  assert.deepEqual(plain(stored?.finding), plain(makeFinding()));
  assert.deepEqual(stored?.summary, makeSummary());
  assert.equal(stored?.storedAt, EPOCH + 5);
  assert.deepEqual(
    stored?.evidence.map(({ kind, subject }) => `${kind} ${subject}`),
    [
      'process /usr/bin/bash',
      'process /usr/bin/openssl',
      'file /srv/data/a.txt',
      'file /srv/data/b.txt',
      'file /srv/data/c.txt',
    ],
  );
  assert.equal(store.finding('unknown'), undefined);
  store.close();
});

test('of a finding the latest revision is kept, and evidence of earlier ones', () => {
  const store = openStore(fresh());
  const base = makeFinding();
  store.saveFinding(base, makeSummary());
  store.flush();
  const [file] = base.affected?.files ?? [];
  assert.ok(base.affected && file);
  const later = { ...base.affected, files: [{ ...file, path: '/srv/data/z.txt', time: EPOCH + 9 }] };
  const update = makeFinding({ activity: 'update', revision: 2, time: EPOCH + 10, affected: later });
  store.saveFinding(update, makeSummary({ revision: 2 }));
  store.saveFinding(base, makeSummary());
  store.flush();
  store.saveFinding(update, makeSummary({ revision: 2 }));
  store.flush();
  store.saveFinding(base, makeSummary());
  assert.equal(store.finding(base.uid)?.finding.revision, 2);
  assert.equal(store.finding(base.uid)?.summary?.revision, 2);
  assert.equal(store.finding(base.uid)?.evidence.filter(({ kind }) => kind === 'file').length, 4);
  assert.equal(store.findings().length, 1);
  store.close();
});

test('a list is narrowed by every condition and begins with the latest', () => {
  const store = openStore(fresh());
  const save = (finding: ReturnType<typeof makeFinding>) =>
    store.saveFinding(finding, makeSummary({ uid: finding.uid }));
  save(makeFinding({ uid: 'old', time: EPOCH - 1000, severity: 'medium' }));
  save(makeFinding({ uid: 'new', time: EPOCH + 1000 }));
  save(makeChannelFinding({ uid: 'channel', time: EPOCH }));
  const uids = (query: Parameters<typeof store.findings>[0]) => store.findings(query).map(({ uid }) => uid);
  assert.deepEqual(uids({}), ['new', 'channel', 'old']);
  assert.deepEqual(uids({ analytic: 'AN0401' }), ['channel']);
  assert.deepEqual(uids({ severity: 'high' }), ['new', 'channel']);
  assert.deepEqual(uids({ since: EPOCH, until: EPOCH + 1000 }), ['channel']);
  assert.deepEqual(uids({ subject: '198.51.100.20:443' }), ['channel']);
  assert.deepEqual(uids({ subject: '/srv/data/b.txt' }), ['new', 'old']);
  assert.deepEqual(uids({ limit: 1 }), ['new']);
  assert.deepEqual(uids({ subject: "'; DROP TABLE finding; --" }), []);
  const { storedAt, ...row } = store.findings({ limit: 1 })[0] ?? { storedAt: 0 };
  assert.ok(storedAt > 0);
  assert.deepEqual(row, {
    uid: 'new',
    analytic: 'AN0603',
    severity: 'critical',
    confidence: 0.973,
    firstSeen: EPOCH - 200.5,
    time: EPOCH + 1000,
    createdAt: EPOCH + 0.25,
    revision: 1,
    host: 'testhost',
    title: makeFinding().title,
    user: 'alice',
    actorPath: '/usr/bin/openssl',
  });
  store.close();
});

test('whatever a host holds comes back', () => {
  const store = openStore(fresh());
  let count = 0;
  fc.assert(
    fc.property(anyFinding, (finding) => {
      const uid = `uid ${count++}`;
      store.saveFinding({ ...finding, uid }, makeSummary({ uid }));
      assert.deepEqual(plain(store.finding(uid)?.finding), plain({ ...finding, uid }));
      assert.equal(
        store.findings({ limit: 1_000 }).find((row) => row.uid === uid)?.title,
        finding.title.toWellFormed(),
      );
    }),
    { numRuns: 50 },
  );
  assert.deepEqual(store.faults().errors, {});
  store.close();
});

test('what is saved is written by itself, soon, without holding up whoever saves', async () => {
  const directory = fresh();
  const store = openStore(directory, { flushAfterMs: 10 });
  const before = performance.now();
  for (let i = 0; i < 100; i += 1) store.saveFinding(makeFinding({ uid: `u${i}` }), makeSummary({ uid: `u${i}` }));
  assert.ok(performance.now() - before < 100);
  const reader = openStoreForReading(directory);
  for (let i = 0; i < 200 && reader.findings({ limit: 1_000 }).length < 100; i += 1) await pause(10);
  assert.equal(reader.findings({ limit: 1_000 }).length, 100);
  reader.close();
  store.close();
});

test('only the owner can read it', () => {
  const directory = fresh();
  const store = openStore(directory);
  store.saveFinding(makeFinding(), makeSummary());
  store.flush();
  assert.equal(statSync(directory).mode & 0o077, 0);
  for (const suffix of ['', '-wal', '-shm']) assert.equal(statSync(databasePath(directory) + suffix).mode & 0o077, 0);
  store.close();
});

test('runs are told with their losses and faults', () => {
  const store = openStore(fresh());
  store.saveFault({ source: 'sensor', code: 'restart', count: 1, time: EPOCH, message: 'early' });
  store.beginRun({ startedAt: EPOCH, version: '0.1.0', mode: 'observe' });
  const progress = { host: 'testhost', gaps: 1, lost: { ring_full: 3 } };
  store.saveProgress({ ...progress, time: EPOCH + 1, events: 10 });
  store.flush();
  store.saveFault({ source: 'sensor', code: 'restart', count: 2, time: EPOCH + 2, message: 'again' });
  store.saveProgress({ ...progress, time: EPOCH + 3, events: 30 });
  store.endRun({ time: EPOCH + 4, reason: 'SIGTERM' });
  assert.deepEqual(store.runs(), [
    {
      id: `${EPOCH}-${process.pid}`,
      startedAt: EPOCH,
      stoppedAt: EPOCH + 4,
      stopReason: 'SIGTERM',
      version: '0.1.0',
      mode: 'observe',
      time: EPOCH + 4,
      ...progress,
      events: 30,
      faults: [{ source: 'sensor', code: 'restart', count: 2, time: EPOCH + 2, message: 'again' }],
    },
  ]);
  store.close();
});

test('a database that another process holds locked is counted, and written once it is free', async () => {
  const directory = fresh();
  const codes: string[] = [];
  const store = openStore(directory, { flushAfterMs: 60_000, onFault: (code) => codes.push(code) });
  const other = await holder(directory, 'lock');
  store.saveFinding(makeFinding(), makeSummary());
  const before = performance.now();
  assert.equal(store.flush(), false);
  assert.ok(performance.now() - before < 500, 'the writer does not wait for the lock');
  assert.deepEqual(store.faults(), {
    errors: { SQLITE_BUSY: 1 },
    last: 'database is locked',
    dropped: 0,
    waiting: 1,
  } satisfies StoreFaults);
  assert.deepEqual(codes, ['SQLITE_BUSY']);
  await other.end();
  for (let i = 0; i < 300 && store.faults().waiting > 0; i += 1) await pause(10);
  assert.equal(store.faults().waiting, 0, 'tried again by itself');
  assert.equal(store.findings().length, 1);
  store.close();
});

test('a database that is locked at the start is opened once it is free', async () => {
  const directory = fresh();
  openStore(directory).close();
  const other = await holder(directory, 'lock');
  const store = openStore(directory);
  assert.equal(store.faults().errors.SQLITE_BUSY, 1);
  store.saveFinding(makeFinding(), makeSummary());
  assert.equal(store.flush(), false);
  await other.end();
  assert.equal(store.flush(), true);
  assert.equal(store.findings().length, 1);
  store.close();
});

test('what waits for a locked database is bounded, and what goes is counted', async () => {
  const directory = fresh();
  const store = openStore(directory, { flushAfterMs: 60_000 });
  const other = await holder(directory, 'lock');
  for (let i = 0; i < 1_010; i += 1) store.saveFinding(makeFinding({ uid: `u${i}` }), makeSummary({ uid: `u${i}` }));
  store.flush();
  assert.equal(store.faults().dropped, 10);
  assert.equal(store.faults().waiting, 1_000);
  store.close();
  assert.equal(store.faults().dropped, 1_010);
  await other.end();
});

interface FullDisk {
  readonly written: boolean;
  readonly during: StoreFaults;
  readonly later: boolean;
  readonly after: StoreFaults;
  readonly uids: readonly string[];
}

for (const when of ['before', 'after']) {
  test(`a disk that is full ${when} the store is opened is counted, and nothing is lost`, { skip }, async () => {
    const script = join(import.meta.dirname, 'testing', 'full-disk-script.ts');
    const told = (await onSmallDisk(script, '2m', when)) as FullDisk;
    assert.equal(told.written, false);
    assert.ok(Object.values(told.during.errors).reduce((a, b) => a + b, 0) > 0);
    assert.equal(told.later, true);
    assert.deepEqual([told.after.dropped, told.after.waiting], [0, 0]);
    assert.equal(told.uids.length, when === 'after' ? 41 : 40);
  });
}

const refused: readonly (readonly [string, (directory: string) => void, StoreError['code']])[] = [
  ['a file where the directory should be', (directory) => writeFileSync(directory, ''), 'unwritable'],
  [
    'a database that is none',
    (directory) => {
      mkdirSync(directory);
      writeFileSync(databasePath(directory), 'not a database, though long enough to be looked at'.repeat(40));
    },
    'corrupt',
  ],
  [
    'a database of a later version',
    (directory) => {
      openStore(directory).close();
      const database = new DatabaseSync(databasePath(directory));
      database.exec('PRAGMA user_version = 99');
      database.close();
    },
    'newer',
  ],
];
for (const [name, prepare, code] of refused) {
  test(`${name} is refused in words, and the lock is let go`, () => {
    const directory = fresh();
    prepare(directory);
    for (let i = 0; i < 2; i += 1) {
      assert.throws(
        () => openStore(directory),
        (error) => error instanceof StoreError && error.code === code && error.message.includes(directory),
      );
    }
  });
}

test('reading where nothing was stored says so', () => {
  assert.throws(
    () => openStoreForReading(fresh()),
    (error) => error instanceof StoreError && error.code === 'missing',
  );
});
