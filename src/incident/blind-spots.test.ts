import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EPOCH, makeGap, makeStatus } from '../event/testing/make.ts';
import { BlindSpots } from './blind-spots.ts';

test('a loss is told by its growth and by when it grew', () => {
  const blind = new BlindSpots();
  blind.restart(EPOCH);
  blind.status(makeStatus({ time: EPOCH + 1000, lost: { ring_full: 5 } }));
  blind.status(makeStatus({ time: EPOCH + 2000, lost: { ring_full: 5 } }));
  blind.status(makeStatus({ time: EPOCH + 3000, lost: { ring_full: 12 } }));
  assert.deepEqual(blind.within(EPOCH + 2500, EPOCH + 2600), [
    '7 records were lost since the ring buffer was full, between 2026-01-01T00:00:02.000Z and 2026-01-01T00:00:03.000Z',
  ]);
  assert.equal(blind.within(EPOCH, EPOCH + 9000).length, 2);
});

test('losses that follow each other are one span', () => {
  const blind = new BlindSpots();
  blind.restart(EPOCH);
  for (let i = 1; i <= 30; i += 1)
    blind.status(makeStatus({ time: EPOCH + i * 1000, lost: { net_table_full: i * 2 } }));
  assert.match(
    blind.within(EPOCH, EPOCH + 30_000).join('\n'),
    /^60 network sessions [^\n]*00:00:00.000Z and [^\n]*00:00:30.000Z$/,
  );
});

test('counters that start over are counted from zero', () => {
  const blind = new BlindSpots();
  blind.status(makeStatus({ time: EPOCH, lost: { fault: 100 } }));
  blind.restart(EPOCH + 500);
  const grown = blind.status(makeStatus({ time: EPOCH + 1000, lost: { fault: 3 } }));
  assert.deepEqual(grown, [{ since: EPOCH + 500, until: EPOCH + 1000, reason: 'fault', amount: 3 }]);
});

test('every loss counter and every gap has words of its own', () => {
  const blind = new BlindSpots();
  const { lost } = makeStatus();
  const all = Object.fromEntries(Object.keys(lost).map((reason) => [reason, 1]));
  blind.status(makeStatus({ time: EPOCH, lost: all }));
  for (const reason of ['sensor_restarted', 'sequence', 'corrupt'] as const) {
    blind.gap(makeGap({ time: EPOCH, since: EPOCH - 10, reason }));
  }
  const words = blind.within(EPOCH, EPOCH);
  assert.equal(words.length, Object.keys(lost).length + 3);
  for (const line of words) assert.doesNotMatch(line, /×/);
});

test('holds a bounded number of spans', () => {
  const blind = new BlindSpots();
  for (let i = 0; i < 1000; i += 1)
    blind.gap(makeGap({ time: EPOCH + i * 10 + 1, since: EPOCH + i * 10, reason: 'corrupt' }));
  assert.equal(blind.size, 128);
});

test('stays quiet when nothing was missed in the time asked about', () => {
  const blind = new BlindSpots();
  blind.restart(EPOCH);
  blind.status(makeStatus({ time: EPOCH + 1000 }));
  blind.status(makeStatus({ time: EPOCH + 2000, lost: { ring_full: 1 } }));
  assert.deepEqual(blind.within(EPOCH, EPOCH + 999), []);
  assert.deepEqual(blind.within(EPOCH + 2001, EPOCH + 5000), []);
});
