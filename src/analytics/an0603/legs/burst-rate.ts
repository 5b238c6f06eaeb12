/**
 * Many file operations a second (`SyscallBurstRate`). Slow attacks have none: absence speaks for nobody.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

export const burstRate: Leg<Subject> = {
  meta: {
    id: 'burst-rate',
    title: 'Burst of file operations',
    cap: { min: 0, max: 1.5 },
    needs: ['file_session', 'file_unlink', 'file_rename'],
  },
  judge({ activities, settings }: Subject): LegJudgement {
    const peak = activities.reduce((most, activity) => Math.max(most, activity.peakRate), 0);
    if (peak < settings.SyscallBurstRate) return { state: 'absent', weight: 0, reasons: [] };
    const weight = peak >= 4 * settings.SyscallBurstRate ? 1.5 : 1;
    const reason = `${peak} file operations within one second by one job (SyscallBurstRate ${settings.SyscallBurstRate})`;
    return { state: 'seen', weight, reasons: [reason] };
  },
};
