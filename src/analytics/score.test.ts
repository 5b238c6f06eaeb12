import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LegMeta } from './contract.ts';
import {
  blindSpots,
  capped,
  confidenceOf,
  evaluateLegs,
  type Leg,
  type LegJudgement,
  logistic,
  logit,
} from './score.ts';

function leg(id: string, judge: () => LegJudgement): Leg<null> {
  const meta: LegMeta = { id, title: id, cap: { min: -1, max: 2 }, needs: [] };
  return { meta, judge };
}

describe('score', () => {
  it('isolates a leg that throws, counts it and names it as unobservable', () => {
    const faults: string[] = [];
    const legs = [
      leg('broken', () => {
        throw new Error('boom');
      }),
      leg('sound', () => ({ state: 'seen', weight: 1, reasons: ['r'] })),
    ];
    const results = evaluateLegs(legs, null, (id) => faults.push(id));
    assert.deepEqual(faults, ['broken']);
    assert.deepEqual(
      results.map(({ state, weight }) => [state, weight]),
      [
        ['unobservable', 0],
        ['seen', 1],
      ],
    );
    assert.equal(
      blindSpots(
        results,
        legs.map(({ meta }) => meta),
      ).length,
      1,
    );
  });

  it('holds weights within the cap and gives an unobservable leg none', () => {
    const weights = [5, -9, Number.NaN].map((weight) => capped(weight, { min: -1, max: 2 }));
    assert.deepEqual(weights, [2, -1, 0]);
    const [blind] = evaluateLegs([leg('b', () => ({ state: 'unobservable', weight: 2, reasons: [] }))], null, () => {});
    assert.equal(blind?.weight, 0);
  });

  it('turns prior and weights into a confidence', () => {
    const results = [{ leg: 'a', state: 'seen', weight: 4, reasons: [] }] as const;
    assert.equal(confidenceOf(-4, results), 0.5);
    assert.ok(Math.abs(logit(logistic(3)) - 3) < 1e-9);
    assert.equal(logistic(-800), 0);
  });
});
