import assert from 'node:assert/strict';
import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { embeddedStream, embeds } from './embedded.ts';

const SIZES = [128, 256, 512];
const text = (lines: number) =>
  Buffer.from(Array.from({ length: lines }, (_, i) => `${(i * 7919) % 977}: line ${i} of a source file\n`).join(''));
const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16));
const noise = (size: number) => cipher.update(Buffer.alloc(size));
const PACKERS = { zlib: deflateSync, gzip: gzipSync, zstd: zstdCompressSync, deflate: deflateRawSync } as const;
/** One block: a run of literals, then a copy of what stands 29 bytes before. */
function lz4(): Buffer {
  const literals = text(14).subarray(0, 15 + 255 + 30);
  const block = Buffer.concat([Buffer.from('ffff1e', 'hex'), literals, Buffer.from('1d00ff64', 'hex')]);
  const head = Buffer.from('04224d18644000'.padEnd(22, '0'), 'hex');
  head.writeUInt32LE(block.length, 7);
  return Buffer.concat([head, block]);
}

describe('a compressed stream behind a header', () => {
  for (const [format, pack] of Object.entries(PACKERS))
    it(`is found when it is ${format}`, () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 128 }), fc.constantFrom(40, 400, 4000), (header, lines) => {
          const head = Buffer.concat([noise(header), pack(text(lines))]).subarray(0, 512);
          assert.equal(embeddedStream(head)?.format, format);
        }),
        { numRuns: 60 },
      );
    });

  it('is found when it is LZ4', () => {
    const head = Buffer.concat([noise(20), lz4()]);
    for (const length of [150, 300, head.length]) assert.equal(embeddedStream(head.subarray(0, length))?.format, 'lz4');
  });

  it('gives what was packed, also in the second of several', () => {
    const [first, second] = [text(30), Buffer.from(text(60).toString().toUpperCase())];
    const both = [first, second].flatMap((plain) => [noise(24), deflateSync(plain)]);
    const head = Buffer.concat(both).subarray(0, 512);
    assert.ok(embeds(head, first.subarray(0, 512)));
    assert.ok(embeds(head, second.subarray(0, 512)));
    assert.ok(!embeds(head, text(90).subarray(1501, 2001)));
  });

  for (const [name, magic] of [
    ['zstd', '28b52ffda0a4c00400f4e400'],
    ['zlib', '789c'],
    ['gzip', '1f8b0800000000000003'],
    ['LZ4', '04224d186440a700000200'],
  ] as const)
    it(`is not seen in ciphertext behind the magic of ${name}`, () => {
      let seen = 0;
      for (let i = 0; i < 3000; i++)
        if (embeddedStream(Buffer.concat([noise(46), Buffer.from(magic, 'hex'), noise(450)])) !== undefined) seen++;
      assert.ok(seen <= 6, `${seen} of 3,000`);
    });

  it('is not believed when it is short and ciphertext follows', () => {
    for (const pack of Object.values(PACKERS))
      assert.equal(embeddedStream(Buffer.concat([noise(46), pack(text(4)), noise(400)])), undefined);
  });

  it('is not seen in random bytes, but for less than one range in some thousands', () => {
    for (const size of SIZES) {
      let seen = 0;
      for (let i = 0; i < 6000; i++) if (embeddedStream(randomBytes(size)) !== undefined) seen++;
      assert.ok(seen <= 3, `${seen} of 6,000 at ${size} bytes`);
    }
  });
});
