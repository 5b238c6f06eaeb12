/**
 * What people and services keep (`DirectoryTargeted`).
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

export const target: Leg<Subject> = {
  meta: { id: 'target', title: 'Target directories', cap: { min: 0, max: 1 }, needs: ['file_session', 'directory'] },
  judge({ facts, settings }: Subject): LegJudgement {
    const counts = new Map<string, number>();
    for (const { path } of facts) {
      const hit = settings.DirectoryTargeted.find(
        (root) => path === root || path.startsWith(`${root.replace(/\/$/, '')}/`),
      );
      if (hit !== undefined) counts.set(hit, (counts.get(hit) ?? 0) + 1);
    }
    const hits = [...counts.values()].reduce((sum, n) => sum + n, 0);
    if (hits * 2 < facts.length || hits === 0) return { state: 'absent', weight: 0, reasons: [] };
    const where = [...counts].toSorted((a, b) => b[1] - a[1]).map(([root, n]) => `${n} below ${root}`);
    return { state: 'seen', weight: counts.size >= 2 ? 1 : 0.7, reasons: [where.slice(0, 5).join(', ')] };
  },
};
