/**
 * What the bytes became, by statistics at the same offset or between a file and its counterpart.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { describe } from '../loss/transition.ts';

/** Nats for a mean strength of 1. */
const AT_FULL_STRENGTH = 4;

export const contentTransition: Leg<Subject> = {
  meta: {
    id: 'content-transition',
    title: 'Content transition',
    cap: { min: 0, max: 3.5 },
    needs: ['file_session'],
  },
  judge({ facts }: Subject): LegJudgement {
    if (facts.length === 0) return { state: 'absent', weight: 0, reasons: [] };
    const mean = facts.reduce((sum, fact) => sum + fact.transition.strength, 0) / facts.length;
    // One file may be anything; the same fate of two is a pattern.
    const weight = AT_FULL_STRENGTH * mean * (facts.length >= 2 ? 1 : 0.5);
    const changes = new Map<string, number>();
    for (const { transition } of facts) {
      const change = `${describe(transition.before)} → ${describe(transition.after)} (${transition.kind.replace('_', ' ')})`;
      changes.set(change, (changes.get(change) ?? 0) + 1);
    }
    const common = [...changes]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, 4)
      .map(([change, n]) => `${n} × ${change}`);
    const latest = facts.at(-1)?.transition.reasons ?? [];
    return { state: 'seen', weight, reasons: [...common, ...latest, `mean strength ${mean.toFixed(2)}`] };
  },
};
