import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FirstAndLatest } from './first-and-latest.ts';

test('keeps the first and the latest in order and counts the rest', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.integer({ min: 1, max: 5 }), fc.array(fc.nat()), (first, latest, items) => {
      const list = new FirstAndLatest<number>(first, latest);
      for (const item of items) list.add(item);
      const expected =
        items.length <= first + latest ? items : [...items.slice(0, first), ...items.slice(items.length - latest)];
      assert.deepEqual(list.items(), expected);
      assert.equal(list.omitted, items.length - expected.length);
    }),
  );
});
