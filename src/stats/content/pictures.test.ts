import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { pngChunk as chunk } from '../testing/png.ts';
import { isPicture } from './pictures.ts';

const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 9), Buffer.alloc(16));
const noise = (size: number) => cipher.update(Buffer.alloc(size));
const NOTHING = Buffer.alloc(0);

/** 100 by 50, 8 bits, of the colour type. */
function png(type: number, ...before: readonly Buffer[]): Buffer {
  const header = Buffer.from('00000064000000320800000000', 'hex');
  header[9] = type;
  const rows = Array.from({ length: 50 }, () => Buffer.concat([Buffer.alloc(1), noise(type === 2 ? 300 : 100)]));
  const magic = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
  ]).subarray(0, 512);
}

const PALETTE = chunk('PLTE', noise(768));
const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010101004800480000ffdb004300'.concat('10'.repeat(64), 'ffda000c03010002110311003f00'),
  'hex',
);
const scan = (size: number) => Buffer.from(noise(size).map((byte) => (byte === 255 ? 254 : byte)));

describe('a picture', () => {
  for (const [name, format, bytes] of [
    ['true colours', 'png', png(2)],
    ['a palette that goes on', 'png', png(3, PALETTE)],
    ['whole chunks before its data', 'png', png(2, chunk('pHYs', noise(9)), chunk('tEXt', noise(80)))],
    [
      'a profile that goes on',
      'png',
      png(2, chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0'), deflateSync(noise(900))]))),
    ],
    ['tables and a scan', 'jpeg', Buffer.concat([JPEG, scan(300)])],
  ] as const)
    it(`stands with ${name}`, () => assert.ok(isPicture(format, bytes, NOTHING)));

  for (const [name, format, bytes, was] of [
    ['data that are ciphertext', 'png', Buffer.concat([png(2).subarray(0, 43), noise(469)]), NOTHING],
    [
      'a whole chunk of ciphertext',
      'png',
      Buffer.concat([png(2, chunk('tEXt', noise(80))).subarray(0, 41), noise(84), png(2)]),
      NOTHING,
    ],
    [
      'colours of ciphertext behind the same header',
      'png',
      png(3, PALETTE),
      png(3, chunk('PLTE', Buffer.alloc(768, 3))),
    ],
    [
      'a scan that breaks the rule',
      'jpeg',
      Buffer.concat([JPEG, scan(100), Buffer.from('ff07', 'hex'), scan(100)]),
      NOTHING,
    ],
    ['ciphertext behind its first segment', 'jpeg', Buffer.concat([JPEG.subarray(0, 20), noise(400)]), NOTHING],
    [
      'ciphertext for what a camera notes',
      'jpeg',
      Buffer.concat([Buffer.from('ffd8ffe11000', 'hex'), noise(400)]),
      NOTHING,
    ],
  ] as const)
    it(`does not stand with ${name}`, () => assert.ok(!isPicture(format, bytes, was)));
});
