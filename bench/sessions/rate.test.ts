import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upperBound } from './rate.ts';

for (const [count, of, expected] of [
  [0, 100_000, 3e-5],
  [0, 0, 1],
  [0, 2, 1],
  [1, 100_000, 5.66e-5],
  [10, 1000, 0.0183],
  [5, 5, 1],
] as const)
  test(`${count} of ${of}: at most ${expected}`, () =>
    assert.ok(Math.abs(upperBound(count, of) - expected) < expected * 0.01, String(upperBound(count, of))));
