import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileKey, placeKey, processKey } from './key.ts';

test('keys are exact up to 64 bits', () => {
  const cases: readonly (number | bigint)[] = [
    0,
    7,
    999_999_999,
    1_000_000_000,
    1_000_000_001,
    2 ** 32,
    2 ** 53 - 1,
    2n ** 64n - 1n,
  ];
  for (const value of cases) assert.equal(processKey(1, value), `1:${value}`);
  fc.assert(fc.property(fc.maxSafeNat(), (value) => processKey(1, value) === `1:${value}`));
});

test('devices are hexadecimal', () => {
  assert.equal(fileKey((253 << 20) | 3, 12), 'fd00003:12');
  assert.equal(placeKey((8 << 20) | 1, 2, 29), '800001:2:29');
});
