/** What makes a finding of what the legs say, whatever they weigh together. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LegResult } from '../../contract.ts';
import { conjunctionHolds } from './conjunction.ts';

const seen = (leg: string, weight = 2): LegResult => ({ leg, state: 'seen', weight, reasons: [] });
const parts = ['unexpected-process', 'crypto-evidence', 'outbound-session'].map((leg) => seen(leg));
const absent: LegResult = { leg: 'abnormal-bytes', state: 'absent', weight: -1.5, reasons: [] };

describe('the conjunction', () => {
  const rows: readonly [string, readonly LegResult[], boolean][] = [
    ['holds with bytes that are abnormal', [seen('abnormal-bytes', 1)], true],
    ['does not hold with bytes that are merely unusual', [seen('abnormal-bytes', 0.6)], false],
    ['holds with such bytes and a rhythm', [seen('abnormal-bytes', 0.6), seen('cadence', 0.54)], true],
    ['holds with traffic that leans outwards, whatever the bytes', [absent, seen('asymmetry', 0.7)], true],
    ['holds with them and a shell at their end', [seen('abnormal-bytes', 0.6), seen('joined-shell', 3)], true],
    ['does not hold with a joined shell alone', [seen('joined-shell', 4.5)], false],
  ];
  for (const [name, others, holds] of rows)
    it(name, () => assert.equal(conjunctionHolds([...parts, ...others]), holds));

  it('does not hold without one of its parts', () => {
    for (const part of parts)
      assert.equal(conjunctionHolds([...parts.filter((other) => other !== part), seen('abnormal-bytes')]), false);
  });
});
