import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { judgeEncrypted } from './encrypted.ts';
import { unframed } from './framing.ts';

const key = createHash('sha256').update('test').digest();
const sealed = (length: number, seed = 0) =>
  createCipheriv('aes-256-ctr', key, Buffer.alloc(16, seed)).update(Buffer.alloc(length, 'alpha beta '));
const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const u32le = (value: number) => Buffer.from([value & 255, (value >> 8) & 255, 0, 0]);
const LENGTHS = [40, 27, 90, 61];

/** Some sealed messages, each behind its head, as much of them as is kept. */
function framed(head: (length: number) => Uint8Array | string): Uint8Array {
  const messages = LENGTHS.flatMap((length, i) => [Buffer.from(head(length)), sealed(length, i)]);
  return new Uint8Array(Buffer.concat(messages).subarray(0, 512));
}

describe('messages behind readable heads', () => {
  const ways: readonly [string, Uint8Array, number][] = [
    ['a decimal length of eight digits', framed((n) => String(n).padStart(8, '0')), 8],
    ['a decimal length padded to 64 bytes', framed((n) => String(n).padEnd(64)), 64],
    ['a decimal length and the end of a line', framed((n) => `${n}\n`), 3],
    ['a word, a decimal length and the end of a line', framed((n) => `MSG ${n}\r\n`), 8],
    ['a word and a length of two bytes', framed((n) => Buffer.concat([Buffer.from('XSRV01'), u16(n)])), 8],
    ['records of TLS that are none', framed((n) => Buffer.concat([Buffer.from([0x17, 3, 3]), u16(n)])), 5],
    ['a length of four bytes, lowest first', framed(u32le), 4],
    ['a word only, once', new Uint8Array(Buffer.concat([Buffer.from('HELLO-1 '), sealed(200)])), 8],
  ];
  for (const [name, bytes, head] of ways)
    it(`are taken apart: ${name}`, () => {
      const found = unframed(bytes);
      assert.ok(found !== undefined);
      assert.ok(found.head >= head && found.head <= head + 3, `head of ${found.head}`);
      assert.equal(judgeEncrypted(found.bodies).random, true);
    });

  it('are not called ciphertext when they are text', () => {
    const text = new Uint8Array(Buffer.from('00000040 this is what was asked for, in words, and nothing else, twice'));
    const found = unframed(text);
    assert.ok(found === undefined || !judgeEncrypted(found.bodies).random);
  });

  it('never throws, and gives bytes of what it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 512 }), fc.string({ maxLength: 70 }), (bytes, start) => {
        const all = new Uint8Array(Buffer.concat([Buffer.from(start), bytes]));
        const found = unframed(all);
        assert.ok(found === undefined || found.bodies.length <= all.length);
      }),
    );
  });
});
