/**
 * A planted file that nobody has reason to change was changed, moved or removed.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

export const canary: Leg<Subject> = {
  meta: {
    id: 'canary',
    title: 'Canary touched',
    cap: { min: 0, max: 6 },
    needs: ['file_session', 'file_unlink', 'file_rename'],
  },
  judge({ canaries, settings }: Subject): LegJudgement {
    if (settings.canaries.length === 0) return { state: 'absent', weight: 0, reasons: ['none is planted'] };
    if (canaries.length === 0) return { state: 'absent', weight: 0, reasons: [] };
    return { state: 'seen', weight: 4 + canaries.length - 1, reasons: [`changed: ${canaries.slice(0, 5).join(', ')}`] };
  },
};
