import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addHistogram,
  chiSquareLimit,
  chiSquareUniform,
  chiSquareUpperP,
  compareRanges,
  countOf,
  histogramDistance,
  histogramOf,
  millerMadow,
  randomEntropy,
  randomness,
  serialCorrelation,
  shannon,
  shapeDistance,
  sharedContent,
} from './index.ts';

/** A reproducible stream of random bytes. */
function stream(bytes: number, seed = 1): Buffer {
  const key = createHash('sha256').update(`${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

const PROSE = Buffer.from(
  'It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness',
);

describe('entropy', () => {
  for (const [n, expected] of [
    [64, 5.77],
    [256, 7.18],
    [512, 7.59],
    [4096, 7.955],
  ] as const) {
    it(`of ${n} random bytes is ${expected} on average`, () => {
      assert.ok(Math.abs(randomEntropy(n).mean - expected) < 0.006);
      const trials = 400;
      let sum = 0;
      for (let i = 0; i < trials; i++) sum += shannon(histogramOf(stream(n, i)));
      const error = (4 * randomEntropy(n).sd) / Math.sqrt(trials);
      assert.ok(Math.abs(sum / trials - randomEntropy(n).mean) < error);
    });
  }

  it('is corrected upwards by Miller–Madow, never beyond 8', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 512 }), (bytes) => {
        const histogram = histogramOf(bytes);
        assert.ok(millerMadow(histogram) >= shannon(histogram) - 1e-9 && millerMadow(histogram) <= 8);
      }),
    );
  });
});

describe('χ² against uniform', () => {
  for (const n of [32, 64, 128, 256, 512, 4096]) {
    it(`keeps its false alarms near 1 % for ${n} random bytes`, () => {
      const trials = 3000;
      let above = 0;
      for (let i = 0; i < trials; i++) {
        const chi = chiSquareUniform(histogramOf(stream(n, i)));
        if (chiSquareUpperP(chi, n) < 0.01) above++;
      }
      assert.ok(above / trials < 0.016, `${above} of ${trials}`);
      assert.ok(n < 128 || above / trials > 0.005, `${above} of ${trials}`);
    });
  }

  it('has a limit beyond which its p-value lies', () => {
    for (const n of [16, 64, 512]) assert.ok(chiSquareUpperP(chiSquareLimit(n) + 512 / n, n) <= 0.001);
  });
});

describe('randomness', () => {
  it('calls at most 1 % of random ranges structured, from 24 bytes on', () => {
    for (const n of [24, 48, 100, 256, 512]) {
      let wrong = 0;
      for (let i = 0; i < 1000; i++) if (randomness(stream(n, i)).verdict !== 'random') wrong++;
      assert.ok(wrong <= 10, `${wrong} of 1000 at ${n} bytes`);
    }
  });

  it('says nothing of fewer bytes than can tell', () => {
    assert.equal(randomness(stream(10)).verdict, 'too_short');
  });

  it('stays quiet when bytes are prose, counters, zeros or a permutation of all values', () => {
    for (const bytes of [
      PROSE,
      Buffer.from([...Array(256).keys()]),
      Buffer.alloc(64),
      Buffer.concat(Array(2).fill(Buffer.from([...Array(256).keys()]))),
    ]) {
      assert.equal(randomness(bytes).verdict, 'structured');
    }
  });
});

describe('comparison', () => {
  it('finds a substitution by its shape, whatever the alphabet', () => {
    const flipped = PROSE.map((byte) => byte ^ 0xff);
    assert.equal(histogramDistance(histogramOf(PROSE), histogramOf(flipped)), 1);
    assert.equal(shapeDistance(histogramOf(PROSE), histogramOf(flipped)), 0);
  });

  it('tells an edited range from a replaced one', () => {
    const edited = Buffer.from(PROSE.toString().replace('best', 'most'));
    assert.ok(compareRanges(PROSE, edited).same > 0.9);
    assert.ok(sharedContent(PROSE, Buffer.concat([Buffer.from('x'), PROSE])) > 0.99);
    assert.ok(sharedContent(PROSE, stream(PROSE.length)) < 0.01);
  });

  it('counts every byte once', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        assert.equal(countOf(addHistogram(histogramOf(a), histogramOf(b))), a.length + b.length);
        const change = compareRanges(a, b);
        assert.equal(change.compared - Math.round(change.same * change.compared), change.changed.length);
      }),
    );
  });

  it('has no serial correlation in random bytes, and one in a ramp', () => {
    assert.ok(Math.abs(serialCorrelation(stream(512))) < 0.2);
    assert.ok(serialCorrelation(Buffer.from([...Array(256).keys()])) > 0.99);
  });
});
