import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gzipBody, inflates } from './inflate.ts';

const strategies = [
  {},
  { level: 1 },
  { level: 9 },
  { level: 0 },
  { strategy: constants.Z_FIXED },
  { strategy: constants.Z_HUFFMAN_ONLY },
  { strategy: constants.Z_RLE },
];

describe('the beginning of a DEFLATE stream', () => {
  it('is recognised however it was cut and made', () => {
    const words = fc.array(fc.constantFrom('alpha', 'beta', ' ', '\n', '0', 'gamma'), { maxLength: 400 });
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      words.map((all) => Buffer.from(all.join(''))),
    );
    fc.assert(
      fc.property(content, fc.constantFrom(...strategies), fc.nat(600), (bytes, options, length) => {
        assert.ok(inflates(deflateRawSync(bytes, options).subarray(0, length)));
      }),
      { numRuns: 2000 },
    );
  });

  it('is found behind a gzip header, with a name or without', () => {
    const plain = gzipSync(Buffer.from('some text, some text, some more text'));
    assert.ok(inflates(plain, gzipBody(plain)));
    const named = Buffer.concat([
      Buffer.from('1f8b0808000000000003', 'hex'),
      Buffer.from('a.txt\0'),
      plain.subarray(10),
    ]);
    assert.equal(gzipBody(named), 16);
    assert.ok(inflates(named, gzipBody(named)));
  });

  it('is not seen in random bytes, but for less than one range in a thousand', () => {
    let passed = 0;
    for (let i = 0; i < 20_000; i++) if (inflates(randomBytes(256), 0, 8)) passed += 1;
    assert.ok(passed <= 20, `${passed} of 20,000`);
  });
});
