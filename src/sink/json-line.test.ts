import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonLine } from './json-line.ts';
import { hostText } from './testing/host-text.ts';

test('any text is one line of valid UTF-8 that a parser gives back, with nothing for a terminal to obey', () => {
  fc.assert(
    fc.property(hostText, (text) => {
      const line = jsonLine({ text });
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.doesNotMatch(line.slice(0, -1), /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069]/u);
      const bytes = new TextEncoder().encode(line);
      assert.equal(new TextDecoder('utf-8', { fatal: true }).decode(bytes), line);
      assert.equal(JSON.parse(line).text, text.toWellFormed());
    }),
  );
});
