import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printable } from '../../sink/index.ts';
import { cutEnd, cutMiddle, displayWidth, wrap } from './text-width.ts';

for (const [text, width] of [
  ['', 0],
  ['abc', 3],
  ['報告', 4],
  ['e\u0301', 1],
  ['🔒', 2],
  ['→ ×', 3],
  ['｡ﾊ', 2],
] as const) {
  test(`${JSON.stringify(text)} takes ${width} columns`, () => assert.equal(displayWidth(text), width));
}

for (const [text, width, expected] of [
  ['/srv/demo/projects/tool/minutes.txt', 26, '/srv/demo/…ool/minutes.txt'],
  ['short', 5, 'short'],
  ['報告報告報告', 7, '報…報告'],
] as const) {
  test(`the middle of ${text} gives way at ${width}`, () => assert.equal(cutMiddle(text, width), expected));
}

test('words are kept whole where they fit', () => {
  assert.deepEqual(wrap('one two three', 8), ['one two', 'three']);
  assert.deepEqual(wrap('a /very/long/path/indeed b', 10), ['a', '/ve…indeed', 'b']);
});

test('nothing is ever wider than it may be', () => {
  const anything = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => printable(text));
  fc.assert(
    fc.property(anything, fc.integer({ min: 2, max: 40 }), (text, width) => {
      assert.ok(displayWidth(cutEnd(text, width)) <= width);
      assert.ok(displayWidth(cutMiddle(text, width)) <= width);
      for (const line of wrap(text, width)) assert.ok(displayWidth(line) <= width);
    }),
  );
});
