/** Every encoding against a program or library of its own; and what must not pass for one. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { classifyQuickly } from './classify.ts';
import { decodeText } from './decode-text.ts';

/** RFC 4648 §10, git's and python's b85encode, Adobe's Ascii85 and POSIX's own example. */
const VECTORS: readonly (readonly [encoding: string, text: string, plain: string])[] = [
  ['hex', '666f6f6261726f6f6261726f6f6261726f6f6261726f6f626172', 'foobaroobaroobaroobaroobar'],
  ['hex', ' 66 6f 6f 62 61 72 66 6f 6f 62 61 72 66 6f 6f 62\n 61 72 66 6f 6f 62 61 72', 'foobarfoobarfoobarfoobar'],
  [
    'base32',
    'MZXW6YTBOJTG633CMFZGM33PMJQXEZTPN5RGC4TGN5XWEYLSMZXW6YTBOI======',
    'foobarfoobarfoobarfoobarfoobarfoobar',
  ],
  ['base64', 'Zm9vYmFyZm9vYmFyZm9vYmFyMTI=', 'foobarfoobarfoobar12'],
];

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

function base85(bytes: Buffer, alphabet: string): string {
  let text = '';
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    let value = bytes.readUInt32BE(i);
    let group = '';
    for (let k = 0; k < 5; k++) {
      group = alphabet[value % 85] + group;
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return text;
}

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{5}/g) ?? [];
  return digits.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)]).join('');
}

function uuencode(bytes: Buffer): string {
  const lines = ['begin 644 x'];
  for (let at = 0; at < bytes.length; at += 45) {
    const part = bytes.subarray(at, at + 45);
    let line = String.fromCharCode(32 + part.length);
    for (let i = 0; i < part.length; i += 3) {
      const [a = 0, b = 0, c = 0] = part.subarray(i, i + 3);
      for (const six of [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63])
        line += String.fromCharCode(six === 0 ? 96 : 32 + six);
    }
    lines.push(line);
  }
  return [...lines, '`', 'end', ''].join('\n');
}

const folded = (text: string) => text.replace(/.{76}/g, '$&\n');
const spaced = (bytes: Buffer) =>
  (bytes.toString('hex').match(/.{32}/g) ?? []).map((line) => line.replace(/../g, ' $&')).join('\n');

const WRITERS: readonly (readonly [encoding: string, write: (bytes: Buffer) => string])[] = [
  ['hex', (bytes) => bytes.toString('hex')],
  ['hex', spaced],
  ['hex', (bytes) => (bytes.toString('hex').match(/../g) ?? []).join(':')],
  ['hex', (bytes) => (bytes.toString('hex').match(/.{4}/g) ?? []).join(' ')],
  ['base32', base32],
  ['base32', (bytes) => folded(base32(bytes)).toLowerCase()],
  ['base64', (bytes) => folded(bytes.toString('base64'))],
  ['base64', (bytes) => bytes.toString('base64url')],
  ['base85', (bytes) => base85(bytes, DIGITS)],
  [
    'base85',
    (bytes) => folded(base85(bytes, Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join(''))),
  ],
  ['uuencode', uuencode],
];

const PLAIN = 'It was noted that the minutes of the last meeting had been received by all of the members. ';

describe('encoded text', () => {
  for (const [encoding, text, plain] of VECTORS)
    it(`decodes ${encoding}: ${text.slice(0, 20)}…`, () => {
      const [found] = decodeText(text);
      assert.equal(found?.encoding, encoding);
      assert.equal(Buffer.from(found?.bytes ?? []).toString(), plain);
    });

  for (const [i, [encoding, write]] of WRITERS.entries()) {
    const secret = Buffer.concat(Array.from({ length: 12 }, (_, n) => createHash('sha256').update(`${n}`).digest()));
    it(`tells ciphertext in ${encoding} (${i})`, () => {
      const head = Buffer.from(write(secret)).subarray(0, 512);
      const found = classifyQuickly(head, 100_000, 0);
      assert.equal(`${found.class} ${found.format}`, `encoded ${encoding}`);
      const [decoded] = decodeText(head.toString());
      const n = Math.min(decoded?.bytes.length ?? 0, 200);
      assert.deepEqual(Buffer.from(decoded?.bytes.subarray(0, n) ?? []), secret.subarray(0, n));
    });
    it(`stays quiet when text is in ${encoding} (${i})`, () => {
      const head = Buffer.from(write(Buffer.from(PLAIN.repeat(6)))).subarray(0, 512);
      assert.notEqual(classifyQuickly(head, 100_000, 0).class, 'encoded');
    });
    it(`stays quiet when a compressed file is in ${encoding} (${i})`, () => {
      const head = Buffer.from(write(gzipSync(Buffer.from(randomBytes(300).toString('hex'))))).subarray(0, 512);
      assert.notEqual(classifyQuickly(head, 100_000, 0).class, 'encoded');
    });
  }

  for (const [name, text] of [
    ['prose without spaces', PLAIN.replaceAll(' ', '').repeat(5)],
    ['numbers', Array.from({ length: 60 }, (_, i) => `${i * 7919}`).join('\n')],
    ['times of day', Array.from({ length: 60 }, (_, i) => `${10 + (i % 12)}:${10 + (i % 50)}:00`).join('\n')],
    ['identifiers', Array.from({ length: 30 }, (_, i) => `user_account_${i}_name`).join('\n')],
    ['hexadecimal colours', Array.from({ length: 60 }, () => 'ffeedd aabbcc').join(' ')],
  ] as const)
    it(`stays quiet when it is ${name}`, () => {
      assert.notEqual(classifyQuickly(Buffer.from(text).subarray(0, 512), 4096, 0).class, 'encoded');
    });

  // Without spaces, and short: what they decode to has too few bytes for χ² alone to tell it from random ones.
  const WORDS = 'order invoice report account north river minute letter answer member season number'.split(' ');
  for (const [name, piece] of [
    ['words', (word: string) => word],
    ['addresses', (word: string, n: number) => `https://${word}.org/${n}?q=${word}&`],
    ['a query', (word: string, n: number) => `${word}=${n.toString(36)}&`],
    ['fields', (word: string, n: number) => `${word}_${n}-${word};`],
  ] as const)
    for (const length of [80, 150, 300, 512])
      it(`stays quiet when ${name} stand together over ${length} characters`, () => {
        let told = 0;
        for (let seed = 0; seed < 200; seed++) {
          let state = seed * 2_654_435_761 + 1;
          const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
          let text = '';
          while (text.length < length) text += piece(WORDS[next() % WORDS.length] as string, next() % 1_000_000);
          if (classifyQuickly(Buffer.from(text.slice(0, length)), 4096, 0).class === 'encoded') told++;
        }
        assert.ok(told <= 2, `${told} of 200`);
      });
});
