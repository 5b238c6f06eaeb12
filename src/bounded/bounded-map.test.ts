import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BoundedMap } from './bounded-map.ts';

test('never holds more than its limit and counts what it let go', () => {
  const map = new BoundedMap<number, number>(10);
  for (let i = 0; i < 1000; i += 1) {
    map.set(i, i);
    assert.ok(map.size <= 10);
  }
  assert.equal(map.size + map.evictions, 1000);
  assert.equal(map.get(999), 999);
  assert.equal(map.get(0), undefined);
});

test('keeps what is used while other keys come and go', () => {
  const map = new BoundedMap<string, number>(10);
  map.set('used', 1);
  for (let i = 0; i < 1000; i += 1) {
    map.set(`other ${i}`, i);
    assert.equal(map.get('used'), 1);
  }
});

test('replaces the value of a key that it holds', () => {
  const map = new BoundedMap<string, number>(4);
  map.set('a', 1);
  map.set('b', 2);
  map.set('c', 3);
  map.set('a', 4);
  assert.equal(map.get('a'), 4);
  assert.equal(map.size, 3);
});
