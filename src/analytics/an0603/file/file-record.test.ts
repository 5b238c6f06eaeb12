import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sample } from '../../../event/index.ts';
import { fileOf, makeFileSession } from '../../../event/testing/make.ts';
import { noise, prose } from '../testing/materials.ts';
import { FileRecord } from './file-record.ts';

const SIZE = 4000;
const sample = (bytes: Uint8Array, kind: Sample['kind']): Sample => ({
  kind,
  offset: 0,
  bytes: bytes.subarray(0, 512),
  operation: bytes.length,
});
const written = (bytes: Uint8Array) =>
  makeFileSession({ writeBytes: SIZE, overwrittenBytes: SIZE, sizeBefore: SIZE, samples: [sample(bytes, 'write')] });

describe('what a file held before it was wiped', () => {
  const known = () => {
    const record = new FileRecord(fileOf(7));
    record.size = SIZE;
    record.learn([sample(prose(SIZE), 'read')], 'read');
    return record;
  };

  it('counts again when it is gone', () => {
    const record = known();
    for (const seed of [1, 2, 3]) record.overlay(written(noise(SIZE, seed)), false);
    assert.equal(record.head?.class, 'random');
    record.recall();
    assert.equal(record.head?.class, 'text');
  });

  it('does not when something else was written', () => {
    const record = known();
    record.overlay(written(noise(SIZE, 1)), false);
    record.overlay(written(prose(SIZE, 9)), false);
    const now = record.start;
    record.recall();
    assert.equal(record.start, now);
  });

  it('does not when it began anew', () => {
    const record = known();
    record.overlay(written(noise(SIZE, 1)), true);
    record.recall();
    assert.equal(record.head?.class, 'random');
  });
});
