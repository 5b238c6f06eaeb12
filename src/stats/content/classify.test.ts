import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { classify } from './index.ts';

function random(bytes: number, seed = 1): Buffer {
  const key = createHash('sha256').update(`${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

const TEXT = Buffer.from(
  Array.from(
    { length: 60 },
    (_, i) => `Line ${i} of an ordinary letter about ${['cats', 'rain', 'money', 'trains'][i % 4]}.\n`,
  ).join(''),
);
const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const joined = (...parts: readonly (Buffer | string)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));

const VALID: readonly (readonly [name: string, bytes: Buffer, cls: string, format?: string])[] = [
  ['English prose', TEXT, 'text', 'utf-8'],
  ['six bytes of text', Buffer.from('ok=1\n\n'), 'text'],
  ['Cyrillic', Buffer.from('Привет, это обычное письмо о погоде.'), 'text', 'utf-8'],
  ['Latin-1', Buffer.from("Une lettre très ordinaire, écrite à l'ancienne manière", 'latin1'), 'text'],
  ['UTF-16 with a mark', joined(hex('fffe'), Buffer.from('An ordinary letter', 'utf16le')), 'text', 'utf-16'],
  ['XML', Buffer.from('<?xml version="1.0"?><a><b/></a>'), 'markup'],
  ['JSON', Buffer.from('{"name": "x", "list": [1, 2, 3]}'), 'structured', 'json'],
  ['CSV', Buffer.from('id,name,amount\n1,a,2.50\n2,b,3.50\n'), 'structured', 'csv'],
  ['a script', Buffer.from('#!/bin/sh\necho hello\n'), 'source', 'script'],
  ['a private key', Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n'), 'key'],
  ['gzip', gzipSync(TEXT), 'compressed', 'gzip'],
  ['zlib', deflateSync(TEXT), 'compressed', 'zlib'],
  ['zstd', zstdCompressSync(TEXT), 'compressed', 'zstd'],
  ['brotli, which has no magic', brotliCompressSync(TEXT), 'compressed', 'brotli'],
  ['raw deflate', deflateRawSync(Buffer.from(random(900).toString('base64') + TEXT)), 'compressed', 'deflate'],
  ['bzip2', joined('BZh9', hex('314159265359'), random(200)), 'compressed', 'bzip2'],
  [
    'a JPEG',
    joined(hex('ffd8ffe000104a46494600010101004800480000ffda000c03010002110311003f00'), random(300)),
    'image',
    'jpeg',
  ],
  ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'pdf'],
  ['a JPEG XL codestream', joined(hex('ff0a31f19350b9b78a200012880200f8'), random(9000)), 'image', 'jpeg-xl'],
  [
    'LHA',
    joined(hex('25002d6c68352d6d320000597101009b38036b200283f300050000fe4b060001612e6300001a05'), random(300)),
    'archive',
    'lha',
  ],
  [
    'VCDIFF with a secondary compressor',
    joined(hex('d6c3c40005020a61322e632f2f612e632f0585e25900854385e25907810d817d822bfa'), random(300)),
    'compressed',
    'vcdiff',
  ],
  ['VCDIFF without', joined(hex('d6c3c4000004ef4481ea30009c0ea21ab10e'), random(300)), 'compressed', 'vcdiff'],
  ['ELF', joined(hex('7f454c46 0201010000000000 00000000 0300 3e00'), Buffer.alloc(60)), 'executable', 'elf'],
  ['SQLite', joined('SQLite format 3\0', hex('1000'), Buffer.alloc(80)), 'database', 'sqlite'],
  ['openssl enc', joined('Salted__', random(100)), 'encrypted_container', 'openssl'],
  ['openssl enc -a', Buffer.from(joined('Salted__', random(100)).toString('base64')), 'encrypted_container'],
  ['gpg -c', joined(hex('8c0d04090308'), random(9), hex('d2 41 01'), random(64)), 'encrypted_container', 'openpgp'],
  ['gpg -e (RSA 2048)', joined(hex('85010c03'), random(8), hex('01'), random(300)), 'encrypted_container', 'openpgp'],
  ['age', Buffer.from('age-encryption.org/v1\n-> X25519 abc\n'), 'encrypted_container', 'age'],
  [
    'zip -e',
    joined(hex('504b0304 1400 0900 0800 00000000 00000000 00000000 00000000 0500 0000'), 'a.txt', random(90)),
    'encrypted_container',
    'zip',
  ],
  [
    'zip',
    joined(hex('504b0304 1400 0000 0800 00000000 00000000 00000000 00000000 0500 0000'), 'a.txt', deflateRawSync(TEXT)),
    'archive',
    'zip',
  ],
  ['AES output', random(512), 'random'],
  ['64 bytes of AES output', random(64), 'random'],
  ['base64 of AES output', Buffer.from(random(300).toString('base64')), 'encoded', 'base64'],
  ['hex of AES output', Buffer.from(random(200).toString('hex')), 'encoded', 'hex'],
  [
    'a gzip header before what cannot inflate',
    joined(hex('1f8b0800000000000003'), random(300)),
    'random',
    'false-gzip',
  ],
  ['an LHA header whose sum is wrong', joined(hex('2500 2d6c68352d'), random(300)), 'random'],
  ['the magic of VCDIFF before lengths that do not add up', joined(hex('d6c3c400 00'), random(300)), 'random'],
  [
    'the magic of JPEG XL before a picture that is too small',
    joined(hex('ff0a 07 00 00 00'), random(90_000)),
    'random',
  ],
  ['nothing', Buffer.alloc(0), 'empty'],
];

describe('classify', () => {
  for (const [name, bytes, cls, format] of VALID) {
    it(`knows ${name}`, () => {
      const found = classify(bytes.subarray(0, 512), bytes.length, 0);
      assert.equal(found.class, cls, found.reasons.join('; '));
      if (format !== undefined) assert.equal(found.format, format);
    });
  }

  it('calls random bytes random, from 24 to 512 of them', () => {
    for (const n of [24, 32, 64, 128, 256, 512]) {
      let wrong = 0;
      for (let i = 0; i < 500; i++) if (classify(random(n, i), n, 0).class !== 'random') wrong++;
      assert.ok(wrong <= 5, `${wrong} of 500 at ${n} bytes`);
    }
  });

  it('stays quiet when random bytes are too few to say', () => {
    for (let i = 0; i < 300; i++) assert.notEqual(classify(random(12, i), 12, 0).class, 'random');
  });

  it('does not recognise a format in the middle of a file', () => {
    assert.notEqual(classify(gzipSync(TEXT).subarray(0, 512), 9000, 4096).format, 'gzip');
  });

  it('takes any bytes at any offset', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(), fc.nat({ max: 1 }), (bytes, size, offset) => {
        const { certainty } = classify(bytes, size, offset);
        assert.ok(certainty >= 0 && certainty <= 1);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any bytes behind any known magic', () => {
    const heads = VALID.map(([, bytes]) => bytes.subarray(0, 24));
    fc.assert(
      fc.property(
        fc.constantFrom(...heads),
        fc.nat({ max: 24 }),
        fc.uint8Array({ maxLength: 100 }),
        (head, n, rest) => {
          classify(joined(head.subarray(0, n), Buffer.from(rest)), n + rest.length, 0);
        },
      ),
    );
  });
});
