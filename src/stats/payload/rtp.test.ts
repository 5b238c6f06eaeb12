import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isRtp } from './rtp.ts';

const key = createHash('sha256').update('test').digest();
const sealed = (length: number, seed: number) =>
  createCipheriv('aes-256-ctr', key, Buffer.alloc(16, seed)).update(Buffer.alloc(length));

interface Kind {
  readonly sequence?: (i: number) => number;
  readonly clock?: (i: number) => number;
  readonly source?: (i: number) => number;
  readonly version?: number;
}

function packets({
  sequence = (i) => 65_535 + i,
  clock = (i) => 960 * i,
  source = () => 0xdeadbeef,
  version = 2,
}: Kind) {
  const all = [0, 1, 2, 3].flatMap((i) => {
    const head = Buffer.alloc(12);
    head[0] = version << 6;
    head[1] = 111;
    head.writeUInt16BE(sequence(i) & 0xffff, 2);
    head.writeUInt32BE(clock(i), 4);
    head.writeUInt32BE(source(i), 8);
    return [head, sealed(90 + i * 7, i)];
  });
  return new Uint8Array(Buffer.concat(all));
}

describe('speech by RTP', () => {
  it('is known by packets that follow each other', () => assert.equal(isRtp(packets({})), true));
  const none: readonly [string, Kind][] = [
    ['numbers that do not', { sequence: (i) => i * 7 }],
    ['uneven steps of the clock', { clock: (i) => i * i * 100 }],
    ['a clock that stands', { clock: () => 5 }],
    ['several sources', { source: (i) => i }],
    ['another version', { version: 1 }],
  ];
  for (const [name, kind] of none) it(`is not: ${name}`, () => assert.equal(isRtp(packets(kind)), false));
  it('needs three packets', () => assert.equal(isRtp(packets({}).subarray(0, 150)), false));
  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 512 }), (bytes) => void isRtp(bytes)));
  });
});
