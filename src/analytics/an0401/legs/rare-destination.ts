/**
 * Has this program talked to this address before? Private and loopback addresses count like any other: an
 * intruder's next hop is often inside.
 *
 * @module
 */
import type { Leg } from '../../score.ts';
import type { Subject } from '../subject.ts';

/** Before this, everything is new; ms. */
const WARM_UP = 3_600_000;

export const rareDestination: Leg<Subject> = {
  meta: { id: 'rare-destination', title: 'Rare destination', cap: { min: 0, max: 0.5 }, needs: ['net_session'] },
  judge({ destination, session, members }) {
    const peer = session.event.remote.address;
    if (!destination.firstSeen) return { state: 'absent', weight: 0, reasons: [`${peer} was talked to before`] };
    if (destination.watched < WARM_UP) {
      const { watched } = destination;
      const span = watched < 120_000 ? `${Math.round(watched / 1000)} s` : `${Math.floor(watched / 60_000)} min`;
      return {
        state: 'unobservable',
        weight: 0,
        reasons: [`this host has been watched for ${span}; what is rare here is not known yet`],
      };
    }
    return { state: 'seen', weight: 0.5, reasons: [`first session of ${members[0].process.image.path} to ${peer}`] };
  },
};
