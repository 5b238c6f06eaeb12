import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pngChunk as chunk } from '../testing/png.ts';
import { judgeBody } from './body.ts';

const key = createHash('sha256').update('test').digest();
const sealed = (length: number) =>
  createCipheriv('aes-256-ctr', key, key.subarray(0, 16)).update(Buffer.alloc(length, 'alpha beta '));
const message = (body: string, more = '') =>
  new TextEncoder().encode(`POST /x HTTP/1.1\r\nHost: a\r\n${more}\r\n${body}`).subarray(0, 512);
const uuid = Buffer.from('80844d19-9bfc-47f9-b9af-c6b9144c0fdc');
const json = Buffer.from(JSON.stringify(Array.from({ length: 40 }, (_, i) => ({ id: i, name: `host ${i * i}` }))));

const picture = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0])),
  chunk('IDAT', sealed(300)),
]);

describe('the body of an http message', () => {
  const found: readonly [string, Uint8Array][] = [
    ['base64 of ciphertext', message(sealed(200).toString('base64'))],
    ['the same in the alphabet for addresses', message(sealed(240).toString('base64url'))],
    ['hexadecimal of ciphertext', message(sealed(120).toString('hex'))],
    ['base64 of a name in clear and ciphertext', message(Buffer.concat([uuid, sealed(160)]).toString('base64'))],
    ['ciphertext as it is', new Uint8Array([...message('', 'Content-Type: image/png\r\n'), ...sealed(200)])],
    [
      'ciphertext before the next request',
      new Uint8Array([...message('', 'Content-Length: 120\r\n'), ...sealed(120), ...message('')]),
    ],
    ['more of it than was kept', message(sealed(4000).toString('base64'))],
  ];
  for (const [name, bytes] of found)
    it(`is ciphertext: ${name}`, () => {
      assert.equal(judgeBody(bytes)?.judgement.random, true);
    });

  const quiet: readonly [string, Uint8Array][] = [
    ['base64 of text', message(json.toString('base64'))],
    ['base64 of compressed content', message(gzipSync(json).toString('base64'))],
    ['a field of a form', message(`SAMLResponse=${sealed(200).toString('base64')}`)],
    ['a value in JSON', message(`{"data":"${sealed(200).toString('base64')}"}`)],
    ['a SHA-512', message(sealed(64).toString('hex'))],
    ['a key as DER', message(Buffer.concat([Buffer.from([0x30, 0x82, 1, 0x22]), sealed(290)]).toString('base64'))],
    ['compressed content as it is', new Uint8Array([...message(''), ...gzipSync(json)])],
    ['a compressed stream without a header', new Uint8Array([...message(''), ...deflateRawSync(json)])],
    ['a picture', new Uint8Array([...message(''), ...picture])],
    ['content that is encoded anyway', message(sealed(200).toString('base64'), 'Content-Encoding: gzip\r\n')],
    ['little of it', message(sealed(48).toString('base64'))],
    ['nothing', message('')],
    ['a word', message('ok')],
  ];
  for (const [name, bytes] of quiet)
    it(`stays quiet when it is ${name}`, () => {
      assert.notEqual(judgeBody(bytes)?.judgement.random, true);
    });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 512 }), (bytes) => {
        judgeBody(bytes);
        judgeBody(new Uint8Array([...message(''), ...bytes]));
      }),
    );
  });
});
