import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ClockMap } from './clock-map.ts';

const entry = () => ({ touched: true });

it('forgets what was not used, and counts it', () => {
  const evicted: number[] = [];
  const map = new ClockMap<number, { touched: boolean }>(3, (key) => evicted.push(key));
  for (const key of [1, 2, 3]) map.set(key, entry());
  map.set(4, entry());
  assert.deepEqual(evicted, [1]);
  map.get(2);
  map.set(5, entry());
  assert.deepEqual(evicted, [1, 3]);
  assert.equal(map.size, 3);
  assert.equal(map.evictions, 2);
  assert.ok(map.get(2) && map.get(4) && map.get(5));
});

it('keeps what is used all the time through a flood of the rest', () => {
  const map = new ClockMap<number, { touched: boolean }>(100);
  map.set(-1, entry());
  for (let key = 0; key < 100_000; key += 1) {
    map.set(key, entry());
    assert.ok(map.get(-1));
  }
  assert.equal(map.size, 100);
  assert.equal(map.evictions, 100_001 - 100);
});

it('has nothing to forget when it is empty', () => {
  const map = new ClockMap<number, { touched: boolean }>(1);
  assert.equal(map.evictOne(), false);
  map.set(1, entry());
  map.clear();
  assert.equal(map.evictOne(), false);
});
