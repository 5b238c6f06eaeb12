import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore, openStoreForReading, StoreError } from './index.ts';
import { stateDirectories } from './testing/directory.ts';
import { holder } from './testing/holder.ts';

const fresh = stateDirectories();

function refusal(directory: string): StoreError {
  try {
    openStore(directory).close();
  } catch (error) {
    assert.ok(error instanceof StoreError, String(error));
    return error;
  }
  throw new Error('the store opened');
}

test('a second instance is refused and told the pid of the first, until that ends', async () => {
  const directory = fresh();
  const other = await holder(directory, 'store');
  const error = refusal(directory);
  assert.equal(error.code, 'in_use');
  assert.equal(error.pid, other.pid);
  assert.match(error.message, new RegExp(`pid ${other.pid}`));
  await other.end();
  openStore(directory).close();
});

test('a second store in the same process is refused, and the refusal leaves the lock in place', async () => {
  const directory = fresh();
  const store = openStore(directory);
  assert.equal(refusal(directory).code, 'in_use');
  assert.equal(refusal(directory).pid, process.pid);
  store.close();
  openStore(directory).close();
});

test('a crash leaves no stale lock, and the run is known not to have ended', async () => {
  const directory = fresh();
  const other = await holder(directory, 'store');
  await other.kill();
  assert.equal(Number(readFileSync(join(directory, 'instance.pid'), 'utf8')), other.pid);
  const store = openStore(directory);
  const [run] = store.runs();
  assert.equal(run?.stopReason, 'not seen to end');
  assert.equal(run?.stoppedAt, undefined);
  store.close();
});

test('a pid file with nonsense in it bothers nobody', () => {
  const directory = fresh();
  const store = openStore(directory);
  writeFileSync(join(directory, 'instance.pid'), 'nonsense\n');
  const error = refusal(directory);
  assert.equal(error.pid, undefined);
  assert.match(error.message, /another instance uses/);
  store.close();
});

test('readers need no lock', async () => {
  const directory = fresh();
  const other = await holder(directory, 'store');
  const reader = openStoreForReading(directory);
  assert.deepEqual(reader.findings(), []);
  assert.equal(reader.runs()[0]?.stopReason, undefined);
  reader.close();
  await other.end();
});
