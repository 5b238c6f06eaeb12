import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTty } from './tty.ts';

const cases: readonly (readonly [major: number, minor: number, text: string | undefined])[] = [
  [0, 0, undefined],
  [136, 0, 'pts/0'],
  [136, 300, 'pts/300'],
  [4, 1, 'tty1'],
  [4, 64, 'ttyS0'],
  [5, 0, 'tty'],
  [5, 1, 'console'],
  [229, 0, 'hvc0'],
  [204, 64, '204:64'],
];

for (const [major, minor, text] of cases) {
  test(`${major}:${minor} is ${text}`, () => {
    assert.equal(formatTty(((major << 20) | minor) >>> 0), text);
  });
}
