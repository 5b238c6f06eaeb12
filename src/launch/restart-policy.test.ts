import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RestartPolicy } from './restart-policy.ts';

test('waits double with each crash, stays under 2 s, and gives up at the fifth within 30 s', () => {
  const policy = new RestartPolicy();
  const waits = [0, 1000, 2000, 3000, 4000].map((time) => policy.crashed(time));
  assert.deepEqual(waits, [50, 100, 200, 400, undefined]);
});

test('forgets crashes that are long past', () => {
  const policy = new RestartPolicy();
  for (let time = 0; time < 40 * 10_000; time += 10_000) {
    const wait = policy.crashed(time);
    assert.ok(wait !== undefined && wait < 2000, `${wait} at ${time}`);
  }
});
