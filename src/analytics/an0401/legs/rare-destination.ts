/**
 * Has this program talked to this address before? Private and loopback addresses count like any other: an
 * intruder's next hop is often inside.
 *
 * @module
 */
import type { Leg } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { isNewHere, NOVELTY, WARM_UP } from '../program/novelty.ts';

export const rareDestination: Leg<Subject> = {
  meta: { id: 'rare-destination', title: 'Rare destination', cap: { min: 0, max: NOVELTY }, needs: ['net_session'] },
  judge({ destination, session, members, images, now }) {
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
    const { image } = members[0].process;
    const { firstSeen } = images(image.file);
    if (firstSeen !== undefined && members[0].process.ownership.state !== 'packaged' && isNewHere(firstSeen, now))
      return { state: 'absent', weight: 0, reasons: [`${image.path} is new here, and so is wherever it goes`] };
    return { state: 'seen', weight: NOVELTY, reasons: [`first session of ${image.path} to ${peer}`] };
  },
};
