import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printable } from './printable.ts';
import { hostText } from './testing/host-text.ts';

const cases: readonly (readonly [string, string])[] = [
  ['plain /path with blanks', 'plain /path with blanks'],
  ['über 日本語 🔒', 'über 日本語 🔒'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
  ['\u0000\u007f\u0085\u009b2J', '\\x00\\x7f\\x85\\x9b2J'],
  ['\u202etxt.exe\u2066\u200b\ufeff', '\\u{202e}txt.exe\\u{2066}\\u{200b}\\u{feff}'],
  ['\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['\ud800x', '\\u{d800}x'],
  ['\u{e0041}', '\\u{e0041}'],
  ['a\\nb', 'a\\\\nb'],
  ['\ufffd', '\ufffd'],
];

for (const [text, expected] of cases) {
  test(`${JSON.stringify(text)} is shown as ${JSON.stringify(expected)}`, () =>
    assert.equal(printable(text), expected));
}

test('nothing that controls a terminal or hides text comes through', () => {
  fc.assert(fc.property(hostText, (text) => assert.doesNotMatch(printable(text), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)));
});

test('different texts are shown differently', () => {
  fc.assert(fc.property(hostText, hostText, (a, b) => a === b || printable(a) !== printable(b)));
});

test('a limit counts what is shown of the text, and a cut says so', () => {
  assert.equal(printable('abcdef', 4), 'abc…');
  assert.equal(printable('abcd', 4), 'abcd');
  assert.equal(printable('🔒🔒🔒🔒', 4), '🔒🔒🔒🔒');
  assert.equal(printable('🔒🔒🔒🔒🔒', 4), '🔒🔒🔒…');
  assert.equal(printable('\n'.repeat(1_000_000), 3), '\\n\\n…');
});
