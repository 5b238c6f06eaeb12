/**
 * Does the program call the same place at regular times with the same bytes? Regularity speaks for a beacon and for a
 * heartbeat alike, so it weighs less where the server is named.
 *
 * @module
 */
import type { BeaconScore } from '../../../stats/index.ts';
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { isNamed } from '../payload/named-server.ts';
import { UPLOAD_MIN } from './asymmetry.ts';

/**
 * Faster than this is a busy client, not a callback; ms. A script that works through a list of requests pauses for as
 * long as each takes: 400 ms and very regular on a busy machine.
 */
const MIN_GAP = 1000;
/** Callbacks over a lifetime that speak for themselves when only their sizes agree. */
const LIFETIME = 20;
/** Longest gap over the shortest of a rhythm that keeps within ± 50 %, and a little for the machine's own delays. */
const BOUNDED = 3.2;
/**
 * Within ± 5 %: what keeps time like this is a timer. Monitoring agents run by one; implants vary their sleep by more as a rule,
 * because an even rhythm gives them away.
 */
const CLOCKWORK = 1.1;
/** Callbacks from which such a rhythm speaks whatever their sizes, as where they are padded at random. */
const PADDED = 6;

export const cadence: Leg<Subject> = {
  meta: { id: 'cadence', title: 'Regular callbacks', cap: { min: 0, max: 2.2 }, needs: ['net_session'] },
  judge(subject): LegJudgement {
    const { score, callbacks, pause } = subject.cadence;
    if (subject.session.application.name === 'dns')
      return { state: 'absent', weight: 0, reasons: ['names are asked for as often as what they are for'] };
    if (score === undefined || score.medianGap < MIN_GAP) {
      return { state: 'absent', weight: 0, reasons: [`${callbacks} callback${callbacks === 1 ? '' : 's'} so far`] };
    }
    if (pause < MIN_GAP)
      return {
        state: 'absent',
        weight: 0,
        reasons: [`${callbacks} calls without a rest: ${Math.max(0, Math.round(pause))} ms of silence before each`],
      };
    const weight = weigh(score, callbacks);
    const figures =
      `${callbacks} callbacks, every ${(score.medianGap / 1000).toFixed(1)} s and ${Math.round(score.medianSize)} bytes at the median; ` +
      `RITA score ${score.score.toFixed(2)} (gaps ${score.gaps.toFixed(2)}, sizes ${score.sizes.toFixed(2)}, drift ${score.drift.toFixed(2)}), longest gap ${score.reach.toFixed(1)} times the shortest`;
    if (score.medianSize >= UPLOAD_MIN)
      return { state: 'absent', weight: 0, reasons: [`deliveries rather than callbacks: ${figures}`] };
    if (weight === 0) return { state: 'absent', weight: 0, reasons: [`irregular: ${figures}`] };
    return { state: 'seen', weight: isNamed(subject) ? weight * 0.45 : weight, reasons: [figures] };
  },
};

/**
 * Callbacks at 60 s ± 50 % score gaps ≥ 0.7 in 96 to 99 % of simulated series; so do Poisson arrivals in 38 % of series
 * of 6 callbacks, 20 % of 12, 11 % of 20 and 5 % of 40. So a loose rhythm weighs as much as its length allows. A program that
 * sleeps for a time between bounds has no gap beyond them: all of the former have a longest gap of at most 3.2 shortest
 * ones, and of Poisson arrivals 11 % of series of 5, 5 % of 6, 1 % of 8, 0.2 % of 10.
 */
function weigh({ gaps, sizes, drift, reach }: BeaconScore, callbacks: number): number {
  const alike = sizes >= 0.7;
  const bounded = reach <= BOUNDED;
  if (alike && reach <= CLOCKWORK) return 1.6;
  if (alike && gaps >= 0.7) {
    if (gaps >= 0.9 || callbacks >= 20 || (bounded && callbacks >= 6)) return 2.2;
    return bounded || callbacks >= 10 ? 1.6 : 1.2;
  }
  if (alike && drift >= 0.8) return 1.5;
  if (bounded && callbacks >= PADDED) return callbacks >= LIFETIME ? 1.6 : 1.2;
  return callbacks >= LIFETIME && sizes >= 0.9 ? 1 : 0;
}
