/**
 * Did the unit open a session to somebody else, near in time to its cryptography?
 *
 * @module
 */
import type { Leg } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { isOutbound } from '../session/session-table.ts';

export const outboundSession: Leg<Subject> = {
  meta: { id: 'outbound-session', title: 'Outbound session', cap: { min: 0, max: 0.5 }, needs: ['net_session'] },
  judge({ session, relay, members, settings }) {
    const { event, direction } = session;
    const peer = `${event.remote.address}:${event.remote.port}`;
    if (!isOutbound(session))
      return { state: 'absent', weight: 0, reasons: [`the session with ${peer} was not opened from here`] };
    if (relay !== undefined) {
      const by = `${relay.process.image.path} (pid ${relay.process.pid})`;
      return {
        state: 'seen',
        weight: 0.5,
        reasons: [
          `through ${event.protocol === 'unix' ? 'a unix socket' : 'loopback'} and ${by}, whose ${relay.session.event.protocol} session carries it to ${peer}`,
        ],
      };
    }
    if (direction === 'guessed out') {
      return {
        state: 'seen',
        weight: 0.3,
        reasons: [`${event.protocol} session with ${peer}; by its ports it was opened from here`],
      };
    }
    const libraries = members.flatMap((member) => member.crypto?.libraries ?? []);
    const gaps = libraries.map((library) => event.startedAt - library.time);
    const nearest = gaps.sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    const when = nearest === undefined ? '' : `, ${words(nearest)} a crypto library was mapped`;
    const outside = nearest !== undefined && Math.abs(nearest) > settings.TimeWindow;
    return { state: 'seen', weight: outside ? 0.2 : 0.5, reasons: [`${event.protocol} session to ${peer}${when}`] };
  },
};

function words(gap: number): string {
  const seconds = Math.abs(gap) / 1000;
  return `${seconds.toFixed(seconds < 10 ? 2 : 0)} s ${gap >= 0 ? 'after' : 'before'}`;
}
