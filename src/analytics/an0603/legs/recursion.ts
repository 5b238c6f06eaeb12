/**
 * Breadth: many directories, or one program executed again and again by one parent (find, xargs, a loop).
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

/** Least number of directories for each step of the weight, in nats. */
const BREADTH: readonly (readonly [directories: number, weight: number])[] = [
  [30, 2],
  [10, 1.5],
  [4, 1],
  [2, 0.5],
];
const SIBLINGS: readonly (readonly [executions: number, weight: number])[] = [
  [20, 1.2],
  [5, 0.7],
];

export const recursion: Leg<Subject> = {
  meta: { id: 'recursion', title: 'Recursion', cap: { min: 0, max: 2.5 }, needs: ['file_session', 'process_start'] },
  judge({ account, activities }: Subject): LegJudgement {
    const directories = account.directories.size;
    const busiest = activities.toSorted((a, b) => b.peakSiblings - a.peakSiblings)[0];
    const siblings = busiest?.peakSiblings ?? 0;
    const weight = stepOf(BREADTH, directories) + stepOf(SIBLINGS, siblings);
    if (weight === 0) return { state: 'absent', weight: 0, reasons: [] };
    const seconds = Math.max((account.lastAt - account.firstAt) / 1000, 0.001);
    const reasons = [`${directories} directories in ${seconds.toFixed(1)} s`];
    if (stepOf(SIBLINGS, siblings) > 0)
      reasons.push(`${siblings} executions of ${busiest?.siblingImage} by one parent within 5 s`);
    return { state: 'seen', weight, reasons };
  },
};

function stepOf(steps: readonly (readonly [least: number, weight: number])[], value: number): number {
  return steps.find(([least]) => value >= least)?.[1] ?? 0;
}
