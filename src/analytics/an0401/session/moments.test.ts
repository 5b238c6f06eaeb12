/** What came before what, as far as snapshots about a second apart tell. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answersSince, type Course, type Moment, promptedOf, sentWhile } from './moments.ts';

const HANDSHAKE: Moment = { time: 150, tx: 600, rx: 2800, txAt: 60, rxAt: 55, begunAt: 20, bursts: 1, turns: 3 };

/** Snapshots after a handshake. */
function course(...moments: readonly Partial<Moment>[]): Course {
  const all = [HANDSHAKE];
  for (const moment of moments) all.push({ ...(all.at(-1) as Moment), ...moment });
  return { moments: all, handshake: 2800 };
}

/** A minute later: something is asked, and answered. */
const asked: Partial<Moment> = {
  ...{ time: 61_000, tx: 1500, rx: 3000, begunAt: 60_030, txAt: 60_030, rxAt: 60_045, bursts: 2, turns: 5 },
};
/** The answer was an order, and output went out before the snapshot. */
const commanded: Partial<Moment> = { ...asked, begunAt: 60_000, txAt: 60_060, rxAt: 60_075, turns: 7 };
/** Of two bursts between two snapshots only the second one's beginning is told. */
const later: Partial<Moment> = { ...asked, begunAt: 60_600, txAt: 60_600, rxAt: 60_615, bursts: 3, turns: 7 };

describe('what followed bytes that came in', () => {
  const rows: readonly [string, Course, readonly number[], readonly [yes: number, no: number]][] = [
    ['a program, then a report and its answer', course(asked), [60_010], [0, 1]],
    ['a program right after an answer', course(asked, { time: 62_000 }), [60_400], [1, 0]],
    ['a program long after an answer', course(asked, { time: 70_000 }), [65_000], [0, 1]],
    ['a program in the midst of question, order, output and what meets it', course(commanded), [60_030], [1, 0]],
    ['a program between two bursts', course(later), [60_200], [1, 0]],
    ['two programs, each before a report of its own', course(later), [60_010, 60_200], [1, 1]],
    ['a program after the handshake alone', course({ time: 1000, tx: 700 }), [400], [0, 1]],
    ['a program right after an answer, before the next snapshot', course(asked), [61_500], [1, 0]],
    ['a later program that no snapshot has followed yet', course(asked), [64_000], [0, 0]],
  ];
  for (const [name, given, times, [yes, no]] of rows)
    it(name, () => assert.deepEqual(promptedOf(given, times), { yes, no }));

  it('is not known during a handshake', () => {
    assert.deepEqual(promptedOf({ moments: course(asked).moments, handshake: undefined }, [60_400]), { yes: 0, no: 1 });
  });

  it('is not known of what is older than what is kept', () => {
    const many = Array.from({ length: 15 }, (_, i) => ({ time: 61_000 + i }));
    assert.deepEqual(promptedOf(course(...many), [10]), { yes: 0, no: 0 });
  });
});

describe('bytes that went out after others had come in', () => {
  const rows: readonly [string, Course, number][] = [
    ['none of who asks and is answered', course(asked, { time: 121_000, tx: 2400, rx: 3200, txAt: 120_030 }), 0],
    ['a request that ends a handshake, and its answer', course({ ...asked, txAt: 70, rxAt: 90, begunAt: 20 }), 0],
    ['an order, output, and what meets it', course(commanded), 1],
    ['orders that are waited for', course({ ...asked, txAt: 60_090, begunAt: undefined, turns: 5 }), 1],
    [
      'an order at one snapshot, output at the next',
      course(asked, { time: 62_000, tx: 1900, txAt: 61_500, begunAt: 61_500, rxAt: 61_515, rx: 3100, turns: 7 }),
      1,
    ],
  ];
  for (const [name, given, count] of rows) it(name, () => assert.equal(answersSince(given, 50), count));

  it('are not counted from before', () => assert.equal(answersSince(course(commanded), 60_080), 0));
});

it('tells what went out while something lasted', () => {
  const upload = course({ time: 1000, tx: 500_000, txAt: 990 }, { time: 1800, tx: 900_000, txAt: 1700 });
  assert.equal(sentWhile(upload, 200, Number.POSITIVE_INFINITY), 899_400);
  assert.equal(sentWhile(upload, 200, 1010), 499_400);
});
