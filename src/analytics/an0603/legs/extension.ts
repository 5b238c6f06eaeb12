/**
 * The same ending appended to one name after another. Costs an attacker nothing to leave out: little weight.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

export const extension: Leg<Subject> = {
  meta: {
    id: 'extension',
    title: 'Extension appended',
    cap: { min: 0, max: 1 },
    needs: ['file_session', 'file_rename'],
  },
  judge({ facts }: Subject): LegJudgement {
    const counts = new Map<string, number>();
    for (const { suffix } of facts) if (suffix !== undefined) counts.set(suffix, (counts.get(suffix) ?? 0) + 1);
    const most = [...counts].toSorted((a, b) => b[1] - a[1])[0];
    if (most === undefined || most[1] < 2 || most[1] < facts.length * 0.6)
      return { state: 'absent', weight: 0, reasons: [] };
    const reason = `“${most[0]}” appended to ${most[1]} of ${facts.length} names`;
    return { state: 'seen', weight: most[1] >= 5 ? 1 : 0.6, reasons: [reason] };
  },
};
