/**
 * Does the program call the same place at regular times with the same bytes? Regularity speaks for a beacon and for a
 * heartbeat alike, so it weighs less where the server is named.
 *
 * @module
 */
import type { BeaconScore } from '../../../stats/index.ts';
import type { Leg, LegJudgement } from '../../score.ts';
import { isNamed } from '../payload/tls-hello.ts';
import type { Subject } from '../subject.ts';

/**
 * Faster than this is a busy client, not a callback; ms. A script that works through a list of requests pauses for as
 * long as each takes: 400 ms and very regular on a busy machine.
 */
const MIN_GAP = 1000;
/** Callbacks over a lifetime that speak for themselves when only their sizes agree. */
const LIFETIME = 20;

export const cadence: Leg<Subject> = {
  meta: { id: 'cadence', title: 'Regular callbacks', cap: { min: 0, max: 2.2 }, needs: ['net_session'] },
  judge(subject): LegJudgement {
    const { score, callbacks } = subject.cadence;
    if (score === undefined || score.medianGap < MIN_GAP) {
      return { state: 'absent', weight: 0, reasons: [`${callbacks} callback${callbacks === 1 ? '' : 's'} so far`] };
    }
    const weight = weigh(score, callbacks);
    const figures =
      `${callbacks} callbacks, every ${(score.medianGap / 1000).toFixed(1)} s and ${Math.round(score.medianSize)} bytes at the median; ` +
      `RITA score ${score.score.toFixed(2)} (gaps ${score.gaps.toFixed(2)}, sizes ${score.sizes.toFixed(2)}, drift ${score.drift.toFixed(2)})`;
    if (weight === 0) return { state: 'absent', weight: 0, reasons: [`irregular: ${figures}`] };
    return { state: 'seen', weight: isNamed(subject) ? weight * 0.45 : weight, reasons: [figures] };
  },
};

/**
 * Callbacks at 60 s ± 50 % score gaps ≥ 0.7 in 96 to 99 % of simulated series; so do Poisson arrivals in 40 % of series
 * of 6 callbacks, 20 % of 12, 12 % of 20 and 5 % of 40. So a loose rhythm weighs as much as its length allows.
 */
function weigh({ gaps, sizes, drift }: BeaconScore, callbacks: number): number {
  if (gaps >= 0.7 && sizes >= 0.7) return gaps >= 0.9 || callbacks >= 20 ? 2.2 : callbacks >= 10 ? 1.6 : 1.2;
  if (drift >= 0.8 && sizes >= 0.7) return 1.5;
  return callbacks >= LIFETIME && sizes >= 0.9 ? 1 : 0;
}
