import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, fileOf, keyOf } from '../../../event/testing/make.ts';
import type { LineageId } from '../../../host/index.ts';
import { FileRecord, type Reading } from '../file/file-record.ts';
import { Output } from '../file/output.ts';
import { fitOf } from './fit.ts';

const deed = { process: keyOf(7), lineage: '7' as LineageId, time: EPOCH };

function reading(size: number, whole = true): Reading {
  return { ...deed, record: new FileRecord(fileOf(1)), openedAt: EPOCH, size, whole, spliced: false };
}

const output = (size: number, file = 2) => new Output(fileOf(file), deed, EPOCH, size, new Uint8Array(0));

describe('the size of what can have been made of 100,000 bytes', () => {
  const rows: readonly [string, number, ReturnType<typeof fitOf>][] = [
    ['as it is, behind a header', 100_032, 'exact'],
    ['base64', 133_384, 'encoded'],
    ['hexadecimal in lines of 16', 306_250, 'encoded'],
    ['hexadecimal of hexadecimal, in lines of 80', 405_300, 'encoded'],
    ['compressed before', 31_000, 'compressed'],
    ['next to nothing', 100, undefined],
    ['more than any of these', 520_000, undefined],
  ];
  for (const [name, size, expected] of rows)
    it(`is ${size}: ${name}`, () => {
      assert.equal(fitOf(reading(100_000), output(size)), expected);
    });

  it('says nothing of what was not read whole', () => {
    assert.equal(fitOf(reading(100_000, false), output(100_032)), undefined);
  });
});

describe('the file itself', () => {
  it('is not what was made of it', () => {
    assert.equal(fitOf(reading(100_000), output(100_032, 1)), undefined);
  });

  it('is another one under its number, once it is gone', () => {
    const source = reading(100_000);
    source.record.gone = { ...deed, how: 'removed', path: '/srv/share/a' };
    assert.equal(fitOf(source, output(100_032, 1)), 'exact');
  });
});
