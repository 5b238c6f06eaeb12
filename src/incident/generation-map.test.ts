import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GenerationMap } from './generation-map.ts';

test('never holds more than its limit and counts what it let go', () => {
  const map = new GenerationMap<number, number>(10);
  for (let i = 0; i < 1000; i += 1) {
    map.set(i, i);
    assert.ok(map.size <= 10);
  }
  assert.equal(map.size + map.evicted, 1000);
  assert.equal(map.get(999), 999);
  assert.equal(map.get(0), undefined);
});

test('keeps what is used while other keys come and go', () => {
  const map = new GenerationMap<string, number>(10);
  map.set('used', 1);
  for (let i = 0; i < 1000; i += 1) {
    map.set(`other ${i}`, i);
    assert.equal(map.get('used'), 1);
  }
});

test('replaces the value of a key that it holds', () => {
  const map = new GenerationMap<string, number>(4);
  map.set('a', 1);
  map.set('b', 2);
  map.set('c', 3);
  map.set('a', 4);
  assert.equal(map.get('a'), 4);
  assert.equal(map.size, 3);
});
