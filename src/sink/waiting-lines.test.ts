import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { WaitingLines } from './waiting-lines.ts';

const line = (uid: string, create: boolean, size = 1) => ({ uid, create, bytes: new Uint8Array(size) });

function drained(waiting: WaitingLines): string[] {
  const all: string[] = [];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    all.push(`${next.uid}${next.create ? '!' : ''}`);
  return all;
}

test('an older update of the same finding gives way first', () => {
  const waiting = new WaitingLines({ lines: 3, bytes: 1_000 });
  for (const [uid, create] of [
    ['a', true],
    ['b', false],
    ['a', false],
    ['a', false],
  ] as const)
    waiting.push(line(uid, create));
  assert.deepEqual(drained(waiting), ['a!', 'b', 'a']);
  assert.deepEqual([waiting.superseded, waiting.dropped], [1, 0]);
});

test('a new finding pushes out the oldest update', () => {
  const waiting = new WaitingLines({ lines: 3, bytes: 1_000 });
  for (const [uid, create] of [
    ['a', true],
    ['b', false],
    ['c', false],
    ['d', true],
  ] as const)
    waiting.push(line(uid, create));
  assert.deepEqual(drained(waiting), ['a!', 'c', 'd!']);
  assert.deepEqual([waiting.superseded, waiting.dropped], [0, 1]);
});

test('never holds more than its limits, and every line is written, dropped or superseded', () => {
  const lines = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean(), fc.integer({ min: 1, max: 40 })));
  fc.assert(
    fc.property(lines, (pushed) => {
      const waiting = new WaitingLines({ lines: 5, bytes: 100 });
      for (const [uid, create, size] of pushed) {
        waiting.push(line(uid, create, size));
        assert.ok(waiting.length <= 5);
      }
      let bytes = 0;
      let written = 0;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        bytes += next.bytes.length;
        written += 1;
      }
      assert.ok(bytes <= 100);
      assert.equal(written + waiting.dropped + waiting.superseded, pushed.length);
    }),
  );
});
