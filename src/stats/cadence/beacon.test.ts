import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { scoreBeacon } from './beacon.ts';
import { timeHistogram } from './beacon-histogram.ts';
import { bowleySkew, medianAbsoluteDeviation, quantile } from './beacon-quantile.ts';

function every(gaps: readonly number[], size: (i: number) => number = () => 300) {
  let time = 0;
  return [0, ...gaps].map((gap, i) => {
    time += gap;
    return { time, size: size(i) };
  });
}

describe('beacon score', () => {
  it('is 1 for clockwork', () => {
    const found = scoreBeacon(every(new Array<number>(11).fill(60_000)));
    assert.ok(found);
    assert.equal(found.gaps, 1);
    assert.equal(found.sizes, 1);
    assert.equal(found.medianGap, 60_000);
    assert.ok(found.score > 0.95);
  });

  it('stays high for 60 s ± 30 s from the sixth callback on', () => {
    const found = scoreBeacon(every([52_000, 79_000, 37_000, 73_000, 56_000]));
    assert.ok(found !== undefined && found.gaps >= 0.7, JSON.stringify(found));
  });

  it('sees intervals that double every time by their drift', () => {
    const found = scoreBeacon(every([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000]));
    assert.ok(found !== undefined && found.drift > 0.95 && found.gaps < 0.7);
  });

  it('tells how far the longest gap reaches beyond the shortest, but for one in ten', () => {
    assert.equal(scoreBeacon(every([30_000, 60_000, 90_000, 45_000, 60_000]))?.reach, 3);
    const gaps = [...new Array<number>(9).fill(60_000), 90_000, 1, 600_000];
    assert.equal(scoreBeacon(every(gaps))?.reach, 1.5);
  });

  it('stays low when somebody browses', () => {
    const gaps = [200, 90, 45_000, 310, 120, 600_000, 80, 2500, 400, 130_000];
    const found = scoreBeacon(every(gaps, (i) => 200 + ((i * 7919) % 5000)));
    assert.ok(found !== undefined && found.score < 0.5 && found.gaps < 0.6, JSON.stringify(found));
  });

  it('says nothing about fewer than five callbacks, or about none apart in time', () => {
    assert.equal(scoreBeacon(every([1000, 1000, 1000])), undefined);
    assert.equal(scoreBeacon(every([0, 0, 0, 0, 0, 0])), undefined);
  });

  it('keeps every part within 0 and 1, in whatever order times come', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ time: fc.nat(1e9), size: fc.nat(1e6) }), { maxLength: 40 }), (callbacks) => {
        const found = scoreBeacon(callbacks);
        if (found === undefined) return;
        for (const part of [found.score, found.gaps, found.sizes, found.duration, found.spread, found.drift]) {
          assert.ok(part >= 0 && part <= 1, JSON.stringify(found));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('computes order statistics as the textbooks do', () => {
    assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
    assert.equal(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]), 1);
    assert.equal(bowleySkew([1, 2, 3, 4, 5]), 0);
    assert.ok(bowleySkew([1, 2, 3, 10, 20]) > 0.5);
    assert.deepEqual(timeHistogram([0, 1, 5, 9, 10], 2), [2, 3]);
  });
});
