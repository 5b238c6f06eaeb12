/**
 * Who begins and who ends what passes over a session: a client asks and is answered, a shell is told and answers.
 *
 * @module
 */
import { BURST_GAP_NS, type Bursts, type NetSession } from '../../../event/index.ts';
import { hasSaidMore } from './handshake.ts';
import type { SessionState } from './session-table.ts';

export interface Talk {
  /** Bursts that the other side began and this side ended: a command and its output, or a late answer and the next request. */
  readonly commands: number;
  /** The reverse: a request and its answer. */
  readonly requests: number;
  /** This side said nothing before the other did but what a handshake takes; false where that is not known, as where it showed a certificate. */
  readonly waited: boolean;
  /** Bytes each way for each burst after the first one, at the mean; 0 while there is none. */
  readonly said: number;
  readonly heard: number;
}

const BURST_GAP = BURST_GAP_NS / 1e6;

/** undefined where bursts were not counted, or nothing passed. */
export function talkOf(state: SessionState): Talk | undefined {
  const { event, application, direction } = state;
  const { bursts } = event;
  if (bursts === undefined) return undefined;
  const silent = silentSide(event);
  const requests = bursts.requests + Number(silent === 'rx' && bursts.by === 'tx');
  // a hello is no request
  const hellos = application.name === 'tls' && direction !== 'in' ? 1 : 0;
  const later = Math.max(1, bursts.tx + bursts.rx - 1);
  return {
    said: (event.tx.bytes - bursts.opening.tx) / later,
    heard: (event.rx.bytes - bursts.opening.rx) / later,
    commands: bursts.commands + Number(silent === 'tx' && bursts.by === 'rx'),
    requests: Math.max(0, requests - hellos),
    waited: !event.inherited && hasWaited(state, bursts),
  };
}

/**
 * Over TLS that shows only where the handshake was the first burst, and no other one began here. Of other protocols that have a
 * name, servers greet, and their clients answer each reply with the next request.
 */
function hasWaited({ event: { tx, rx }, application }: SessionState, { opening, tx: begun }: Bursts): boolean {
  if (application.name === 'tls')
    return opening.rx > 0 && begun <= 1 && !hasSaidMore({ bytes: opening.tx, first: tx.first });
  if (application.name !== 'unknown') return false;
  return rx.firstAt !== undefined && (tx.firstAt === undefined || rx.firstAt < tx.firstAt);
}

/** Who had the last word, once it was followed by a silence. */
function silentSide({ time, tx, rx }: NetSession): 'tx' | 'rx' | undefined {
  const sent = tx.lastAt ?? Number.NEGATIVE_INFINITY;
  const received = rx.lastAt ?? Number.NEGATIVE_INFINITY;
  if (time - Math.max(sent, received) < BURST_GAP) return undefined;
  return sent > received ? 'tx' : 'rx';
}
