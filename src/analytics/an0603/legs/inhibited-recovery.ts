/**
 * Means of recovery taken away by the same job.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

export const inhibitedRecovery: Leg<Subject> = {
  meta: { id: 'inhibited-recovery', title: 'Recovery inhibited', cap: { min: 0, max: 2 }, needs: ['process_start'] },
  judge({ recovery, processes }: Subject): LegJudgement {
    if (recovery.length === 0) {
      if (processes.length > 0) return { state: 'absent', weight: 0, reasons: [] };
      return { state: 'unobservable', weight: 0, reasons: ['none of the processes was seen to start'] };
    }
    const kinds = new Set(recovery.map((command) => command.what));
    const reasons = recovery.slice(-3).map((command) => `${command.what}: ${command.argv}`);
    return { state: 'seen', weight: 0.7 + 0.5 * kinds.size, reasons };
  },
};
