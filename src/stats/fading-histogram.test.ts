import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { quantile } from './cadence/beacon-quantile.ts';
import { FadingHistogram } from './fading-histogram.ts';

const DAY = 86_400_000;
const shape = { from: -10, to: 20, width: 0.5, halfLife: 10 * DAY };

describe('fading histogram', () => {
  it('knows nothing at first', () => {
    const empty = new FadingHistogram(shape);
    assert.equal(empty.quantile(0.5), undefined);
    assert.equal(empty.weight(0), 0);
  });

  it('gives quantiles to half a bin', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -95, max: 195 }), { minLength: 1, maxLength: 99 }), (tenths) => {
        const values = tenths.map((value) => value / 10);
        const histogram = new FadingHistogram(shape);
        for (const value of values) histogram.add(value, 0);
        const median = histogram.quantile(0.5) as number;
        const sorted = [...values].sort((a, b) => a - b);
        const [low, high] = [quantile(sorted, 0.5), sorted[Math.ceil(sorted.length / 2) - 1] as number];
        assert.ok(median >= Math.min(low, high) - 0.2501 && median <= Math.max(low, high) + 0.2501, `${median}`);
      }),
      { numRuns: 300 },
    );
  });

  it('halves what it knows in each half-life, and follows what is new', () => {
    const histogram = new FadingHistogram(shape);
    for (let i = 0; i < 8; i++) histogram.add(-4, 0);
    assert.equal(histogram.weight(10 * DAY), 4);
    assert.equal(histogram.weight(20 * DAY), 2);
    for (let i = 0; i < 3; i++) histogram.add(8, 20 * DAY);
    assert.equal(histogram.weight(20 * DAY), 5);
    assert.equal(histogram.weightFrom(8, 20 * DAY), 3);
    assert.equal(histogram.quantile(0.5), 8.25);
  });

  it('is not moved by one wild value', () => {
    const histogram = new FadingHistogram(shape);
    for (let i = 0; i < 20; i++) histogram.add(3, i);
    histogram.add(1e9, 20);
    histogram.add(Number.NaN, 21);
    assert.equal(histogram.quantile(0.5), 3.25);
    assert.equal(histogram.weight(20), 21);
  });

  it('takes a time that comes late for the latest', () => {
    const histogram = new FadingHistogram(shape);
    histogram.add(1, 10 * DAY);
    histogram.add(1, 0);
    assert.equal(histogram.weight(10 * DAY), 2);
  });
});
