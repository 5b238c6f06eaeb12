/** What a format demands of the bytes beyond a file's beginning. */
import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { describe, it } from 'node:test';
import { endMark, stuffing } from './trail.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('stuffing', () => {
  for (const [name, bytes, told] of [
    ['a byte of 255 that was stuffed', '12ff0034', 'kept'],
    ['a restart marker', '12ffd334', 'kept'],
    ['the end of the picture', '12ffd9', 'kept'],
    ['fill bytes before a marker', 'ffffffd9', 'kept'],
    ['a table between two scans, whatever it holds', '11ffc40006ff01ff0222ff00', 'kept'],
    ['no byte of 255 at all', '0102030405', 'silent'],
    ['a byte of 255 at the very end', '0102ff', 'silent'],
    ['a byte of 255 before any other', '12ff3456', 'broken'],
    ['a segment longer than any table', '12ffc4f00034', 'broken'],
  ] as const)
    it(`${told}: ${name}`, () => assert.equal(stuffing(hex(bytes)), told));

  it('is broken in most random ranges of 512 bytes', () => {
    const random = createCipheriv('aes-128-ctr', Buffer.alloc(16, 3), Buffer.alloc(16)).update(Buffer.alloc(512_000));
    let broken = 0;
    for (let at = 0; at < random.length; at += 512) if (stuffing(random.subarray(at, at + 512)) === 'broken') broken++;
    assert.ok(broken > 800 && broken < 900, `${broken} of 1,000`);
  });
});

describe('endMark', () => {
  for (const [format, bytes, told] of [
    ['png', '0000000049454e44ae426082', true],
    ['png', '0000000049454e44ae426083', false],
    ['jpeg', '1234ffd9', true],
    ['zip', `504b0506${'00'.repeat(18)}`, true],
    ['pdf', '2525454f460a', true],
    ['pdf', '12345678', false],
    ['mp4', '12345678', undefined],
  ] as const)
    it(`${format}: ${told} for ${bytes.slice(0, 24)}`, () => assert.equal(endMark(format, hex(bytes)), told));
});
