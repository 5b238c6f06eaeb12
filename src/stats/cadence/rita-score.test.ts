/** RITA's formula on series that were worked out by hand, and where the score that is judged by departs from it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { scoreBeacon } from './beacon.ts';
import { ritaRegularity } from './rita-quantile.ts';
import { ritaScore } from './rita-score.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function series(gaps: readonly number[], size: (i: number) => number = () => 300) {
  let time = 0;
  return [0, ...gaps].map((gap, i) => {
    time += gap * 1000;
    return { time, size: size(i) };
  });
}

describe('the regularity of values', () => {
  const rows: readonly [string, readonly number[], number][] = [
    // Q1 60, Q2 60, Q3 60; MAD 0
    ['all the same', [60, 60, 60, 60, 60], 1],
    // halves 40 50 | 60 | 70 80: Q1 45, Q2 60, Q3 75; skew 0; distances 20 10 0 10 20, MAD 10: (1 + 50/60) / 2
    ['even about the median', [40, 50, 60, 70, 80], 0.917],
    // halves 10 20 | 30 | 100 200: Q1 15, Q3 150, skew (165 − 60) / 135 = 0.778; distances 20 10 0 70 170, MAD 20: (0.222 + 0.333) / 2
    ['with a long tail', [10, 20, 30, 100, 200], 0.278],
    // halves 100 200 | 300 400 (even count): Q1 150, Q2 250, Q3 350, skew 0; distances 150 50 50 150, MAD 100: (1 + 0.6) / 2
    ['of an even count', [400, 100, 300, 200], 0.8],
    // Q3 − Q1 = 4 < 10, so no skew; median 2, distances 1 0 0 3 5 → MAD 1: (1 + 0.5) / 2
    ['too near for quartiles', [1, 2, 2, 5, 7], 0.75],
  ];
  for (const [name, values, expected] of rows)
    it(`${name}`, () => {
      assert.equal(ritaRegularity(values, 0), expected);
    });
});

describe("RITA's score", () => {
  it('is 1 for a callback every five minutes of a day', () => {
    const callbacks = series(new Array<number>(287).fill(300));
    const found = ritaScore(callbacks, 0, DAY);
    // 12 in each hour; first to last 86,100 of 86,400 s, but all 24 hours in a row
    assert.deepEqual(found, { score: 1, gaps: 1, sizes: 1, duration: 1, spread: 1 });
  });

  it('gives a beacon of an hour in a day no duration, and no spread', () => {
    const found = ritaScore(series(new Array<number>(59).fill(60)), 0, DAY);
    // 60 callbacks in one bar: mean 2.5, deviation √((57.5² + 23 · 2.5²) / 24) = 11.99 > mean; one bar < 6
    assert.deepEqual(found, { score: 0.5, gaps: 1, sizes: 1, duration: 0, spread: 0 });
  });

  it('takes two levels of activity for even', () => {
    const gaps = [...new Array<number>(143).fill(300), ...new Array<number>(24).fill(1800)];
    const found = ritaScore(series(gaps), 0, DAY);
    // 12 an hour by day, 2 by night, in 24 bars: (12 + 12) / (24 − 1) > 1
    assert.equal(found?.spread, 1);
  });

  it('says nothing of three callbacks, or of many in one second', () => {
    assert.equal(ritaScore(series([60, 60]), 0, DAY), undefined);
    assert.equal(ritaScore(series([0, 0, 0, 0, 0]), 0, DAY), undefined);
  });

  it('keeps every part within 0 and 1', () => {
    const callback = fc.record({ time: fc.nat(DAY), size: fc.nat(1e6) });
    fc.assert(
      fc.property(fc.array(callback, { maxLength: 60 }), (callbacks) => {
        for (const part of Object.values(ritaScore(callbacks, 0, DAY) ?? {})) assert.ok(part >= 0 && part <= 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the score that is judged by', () => {
  it("has RITA's gaps and sizes where both are symmetric", () => {
    const symmetric = [40, 50, 60, 70, 80, 40, 50, 60, 70, 80, 60];
    const callbacks = series(symmetric, (i) => 300 + 20 * (i % 3));
    const [mine, published] = [scoreBeacon(callbacks), ritaScore(callbacks, 0, 700_000)];
    assert.ok(mine && published);
    assert.ok(Math.abs(mine.gaps - published.gaps) < 0.001, `${mine.gaps} ${published.gaps}`);
    assert.ok(Math.abs(mine.sizes - published.sizes) < 0.02, `${mine.sizes} ${published.sizes}`);
  });

  it('is as high for a beacon that began an hour ago as for one of a day', () => {
    const callbacks = series(new Array<number>(59).fill(60));
    assert.ok((scoreBeacon(callbacks)?.score ?? 0) > 0.9);
    assert.equal(ritaScore(callbacks, 0, DAY)?.score, 0.5);
  });

  it('counts skewness by as much as there are gaps to tell it from', () => {
    const skewed = [50, 50, 52, 60, 100, 120];
    const [few, many] = [series(skewed), series(Array.from({ length: 60 }, (_, i) => skewed[i % 6] as number))];
    const lost = (callbacks: typeof few) =>
      (scoreBeacon(callbacks)?.gaps ?? 0) - (ritaScore(callbacks, 0, DAY)?.gaps ?? 0);
    assert.ok(lost(few) > 0.15 && lost(many) < 0.1 && lost(many) >= 0, `${lost(few)} ${lost(many)}`);
  });
});
