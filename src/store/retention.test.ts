import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EPOCH } from '../event/testing/make.ts';
import { makeFinding, makeSummary } from '../incident/testing/make-finding.ts';
import { databasePath } from './connection.ts';
import { openStore, type Store } from './index.ts';
import { stateDirectories } from './testing/directory.ts';

const fresh = stateDirectories();
const DAY = 86_400_000;
const KIB = 1024;

function save(store: Store, uids: readonly number[], bytes: number): void {
  for (const i of uids) {
    const uid = String(i).padStart(6, '0');
    store.saveFinding(makeFinding({ uid, title: 'x'.repeat(bytes) }), makeSummary({ uid }));
    if (i % 100 === 0) store.flush();
  }
  store.flush();
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

test('findings go when they were stored too long ago, whatever time they tell of', () => {
  let now = EPOCH;
  const store = openStore(fresh(), { clock: () => now, retention: { maxAgeMs: 30 * DAY } });
  save(store, [1], 10);
  now += 20 * DAY;
  save(store, [2], 10);
  now += 10 * DAY + 1;
  assert.equal(store.maintain(), true);
  assert.deepEqual(
    store.findings().map(({ uid }) => uid),
    ['000002'],
  );
  assert.equal(store.finding('000001'), undefined);
  store.close();
});

test('a finding that is updated stays', () => {
  let now = EPOCH;
  const store = openStore(fresh(), { clock: () => now, retention: { maxAgeMs: 30 * DAY } });
  save(store, [1], 10);
  now += 29 * DAY;
  save(store, [1], 10);
  now += 29 * DAY;
  store.maintain();
  assert.equal(store.findings().length, 1);
  store.close();
});

test('the oldest go when the database is too large, and the file really shrinks', () => {
  let now = EPOCH;
  const directory = fresh();
  const limit = 2_048 * KIB;
  const store = openStore(directory, { clock: () => now++, retention: { maxBytes: limit } });
  save(store, numbers(0, 1_000), 4 * KIB);
  const file = databasePath(directory);
  assert.ok(store.size() > 2 * limit);
  store.maintain();
  const kept = store.findings({ limit: 1_000 }).map(({ uid }) => Number(uid));
  assert.ok(kept.length > 50, `${kept.length} are left`);
  assert.ok(store.size() > limit * 0.7, 'no more went than had to');
  assert.equal(Math.min(...kept), 1_000 - kept.length);
  assert.ok(statSync(file).size <= limit, `the file has ${statSync(file).size} bytes`);
  assert.ok(statSync(`${file}-wal`).size <= limit);
  store.close();
  assert.ok(statSync(file).size <= limit);
});

test('it is looked after by itself, in short steps', async () => {
  const limit = 1_024 * KIB;
  const store = openStore(fresh(), { flushAfterMs: 5, retention: { maxBytes: limit } });
  save(store, numbers(0, 600), 4 * KIB);
  assert.ok(store.size() > limit);
  for (let i = 0; i < 500 && store.size() > limit; i += 1) await pause(10);
  assert.ok(store.size() <= limit);
  assert.deepEqual(store.faults().errors, {});
  store.close();
});

test('stays quiet when there is neither too much nor too old', () => {
  const store = openStore(fresh());
  save(store, numbers(0, 100), 100);
  assert.equal(store.maintain(), true);
  assert.equal(store.findings({ limit: 1_000 }).length, 100);
  store.close();
});
