import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { compressedFormat } from './container.ts';
import { judgeEncoded } from './encoding.ts';
import { judgeEncrypted } from './encrypted.ts';

const text = (words: string) => new TextEncoder().encode(words);

function cipher(length: number, seed: number): Uint8Array {
  const key = createHash('sha256').update(`${seed}`).digest();
  return new Uint8Array(createCipheriv('aes-256-ctr', key, key.subarray(0, 16)).update(Buffer.alloc(length)));
}

describe('fully encrypted payloads', () => {
  // The paper flags 93.7 % of random payloads of 32 bytes and 99.7 % from 200 bytes on; the test of randomness costs a little more.
  for (const [length, rules, both] of [
    [32, 0.9, 0.88],
    [64, 0.95, 0.93],
    [200, 0.99, 0.97],
    [512, 0.99, 0.97],
  ] as const) {
    it(`flags at least ${rules} of 1,000 ciphertexts of ${length} bytes`, () => {
      const judged = Array.from({ length: 1000 }, (_, seed) => judgeEncrypted(cipher(length, seed)));
      assert.ok(judged.filter((one) => one.encrypted).length >= rules * 1000);
      assert.ok(judged.filter((one) => one.random).length >= both * 1000);
    });
  }

  for (const [name, bytes, rule] of [
    ['plain text', text('GET me a coffee, please, and do not forget the sugar'), 'printable_head'],
    ['zeros', new Uint8Array(100), 'popcount'],
    ['a TLS record', new Uint8Array([22, 3, 1, ...cipher(100, 3)]), 'protocol'],
    [
      'text in the middle',
      new Uint8Array([...cipher(160, 3), ...text('a run of more than twenty characters')]),
      'printable_run',
    ],
    ['eight bytes', cipher(8, 1), 'too_short'],
  ] as const) {
    it(`exempts ${name} by ${rule}`, () => assert.equal(judgeEncrypted(bytes).rule, rule));
  }

  it('sees ciphertext behind a short header, and structure that merely passes the rules as not random', () => {
    assert.equal(judgeEncrypted(new Uint8Array([0, 0, 1, 44, 0, 0, 0, 1, ...cipher(300, 5)])).random, true);
    const records = Uint8Array.from({ length: 256 }, (_, i) =>
      i % 4 === 0 ? 0xb7 : i % 4 === 1 ? 0x1d : (i * 7) & 255,
    );
    assert.equal(judgeEncrypted(records).random, false);
  });

  it('decodes base64 and hexadecimal, and stays quiet when text was encoded', () => {
    assert.equal(judgeEncoded(text(Buffer.from(cipher(90, 6)).toString('base64')))?.decoded.random, true);
    assert.equal(judgeEncoded(text(`data=${Buffer.from(cipher(90, 6)).toString('hex')}`))?.decoded.random, true);
    assert.equal(
      judgeEncoded(text(Buffer.from('the quick brown fox jumps over the lazy dog, twice').toString('base64')))?.decoded
        .random,
      false,
    );
    assert.equal(judgeEncoded(text('hello there')), undefined);
  });

  it('believes a compressed format that decompresses, cut or not, and no other', () => {
    const words = text('the quick brown fox '.repeat(400));
    const noise = text(Array.from({ length: 2000 }, (_, i) => (i * 7919) % 1009).join(','));
    assert.equal(compressedFormat(new Uint8Array(gzipSync(words)))?.proof, 'decompressed');
    assert.equal(compressedFormat(new Uint8Array(gzipSync(noise)).subarray(0, 512))?.proof, 'decompressed');
    assert.equal(compressedFormat(new Uint8Array(deflateSync(noise)).subarray(0, 512))?.format, 'zlib');
    assert.equal(
      compressedFormat(new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 3, ...cipher(300, 8)]))?.proof,
      'false',
    );
    assert.equal(compressedFormat(cipher(300, 9)), undefined);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 512 }),
        fc.constantFrom([], [31, 139, 8], [0x50, 0x4b, 3, 4], [0x78, 0x9c]),
        (bytes, head) => {
          const all = new Uint8Array([...head, ...bytes]);
          judgeEncrypted(all);
          judgeEncoded(all);
          compressedFormat(all);
        },
      ),
      { numRuns: 300 },
    );
  });
});
