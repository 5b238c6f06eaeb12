/**
 * Does the traffic lean outwards? A shell answers: little comes in, more goes out, and this side has the last word.
 * An upload is lopsided by its bytes. Optional evidence: traffic can be shaped.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { isNamed } from '../payload/named-server.ts';
import { leanOf, PRIOR_SHARE, type UsualLean } from '../session/lean-table.ts';
import { type Talk, talkOf } from '../session/talk.ts';

/** Fewer bytes out than this are no upload; as many in each callback are no callbacks. */
export const UPLOAD_MIN = 65_536;
/** And this many are more than reports and forms. */
const UPLOAD_LARGE = 8 << 20;
/** So much is learned of a program before a session beyond all of its own counts that is not lopsided by the fixed ratio. */
const KNOWN_WELL = 20;
/** It leans outwards at all: twice as much out as in. */
const OUTWARDS_BITS = 1;
/** Most that a program's own past adds; what it takes away has no limit but zero. */
const STRANGER = 0.4;
/** It waits for commands, and answers. Clients of services that greet are no part of it (`waited`), and consumers of messages introduce themselves. */
const COMMANDED = 2.6;
/**
 * The same of a side that spoke first: a client that sends its next request as soon as a slow server has answered talks
 * like this, and there are more of those than of implants that introduce themselves. Judgement, not yet fitted.
 */
const SLOW_SERVER = 0.4;
/**
 * But what it hears is shorter than most answers over HTTP/1.1, and what it says is twice as long: no echo, as of a ping. Services
 * that are asked over a session which they opened themselves (WebSocket, NATS) talk like this as well; programs started on account
 * of what came in tell the two apart.
 */
const TERSE = 1;
const TERSE_AND_CAPTURED = 1.4;
/** Exchanges from which that is said by the bytes alone. */
const TERSE_FROM = 3;
const SHORT = 120;
const MORE = 2;
/** Less than this is nothing. */
const LEAST = 0.1;

export const asymmetry: Leg<Subject> = {
  meta: { id: 'asymmetry', title: 'Asymmetric traffic', cap: { min: 0, max: 3 }, needs: ['net_session'] },
  judge(subject): LegJudgement {
    const reasons: string[] = [];
    const weight = commanded(subject, reasons) + uploaded(subject, reasons) + captured(subject, reasons);
    if (weight > 0) return { state: 'seen', weight, reasons };
    if (reasons.length > 0) return { state: 'absent', weight: 0, reasons };
    const { tx, rx } = subject.session.event;
    return {
      state: 'absent',
      weight: 0,
      reasons: [`${tx.bytes} bytes out, ${rx.bytes} in: requests and answers, or too little to say`],
    };
  },
};

function commanded({ session, topology, fromAfar, captured: programs }: Subject, reasons: string[]): number {
  const { base, event } = session;
  const talk = talkOf(session);
  if (talk !== undefined && talk.commands >= 2 && talk.commands >= 2 * talk.requests) {
    const [weight, why] = whoTalks(talk, programs);
    reasons.push(
      `the other side began and this side ended ${talk.commands} of ${talk.commands + talk.requests} exchanges, ${why}`,
    );
    return weight;
  }
  if (topology === undefined || topology.kind === 'terminal' || base === undefined) return 0;
  if (!fromAfar) return 0;
  const out = event.tx.bytes - base.tx;
  const into = event.rx.bytes - base.rx;
  if (event.turns <= base.turns || out <= 0 || into <= 0 || out < into) return 0;
  reasons.push(`${into} bytes of commands came in and ${out} bytes of output went out`);
  return 1.5;
}

function whoTalks({ waited, said, heard, commands }: Talk, programs: number): readonly [weight: number, why: string] {
  if (waited) return [COMMANDED, 'and it had waited for that, as a shell does'];
  const sizes = `${Math.round(heard)} bytes in and ${Math.round(said)} out each`;
  const terse = heard <= SHORT && said >= MORE * heard;
  if (terse && programs > 0) return [TERSE_AND_CAPTURED, `${sizes}: orders and answers`];
  if (terse && commands >= TERSE_FROM) return [TERSE, `${sizes}, as orders and answers`];
  return [SLOW_SERVER, `${sizes}, as a shell does and a client whose server takes its time`];
}

/**
 * Lopsided by the fixed ratio, or beyond all that a well-known program was seen to do. The weight is a log-likelihood ratio
 * of which the program's own past is the half that can be learned: how often do its sessions lean like this?
 */
function uploaded(subject: Subject, reasons: string[]): number {
  const { session, settings, usualLean } = subject;
  const { tx, rx } = session.event;
  if (tx.bytes < UPLOAD_MIN || isSumOfHeartbeats(subject)) return 0;
  const lean = leanOf(session.event);
  const lopsided = lean >= Math.log2(settings.TrafficAsymmetryRatio);
  const usual = usualLean();
  const strange = usual.sessions >= KNOWN_WELL && usual.beyondAll && lean >= OUTWARDS_BITS;
  if (!lopsided && !strange) return 0;
  const full = (isNamed(subject) ? 0.6 : 1.2) + (tx.bytes >= UPLOAD_LARGE ? 0.4 : 0);
  const learnt = Math.min(Math.log(PRIOR_SHARE / usual.share), STRANGER);
  const weight = (lopsided ? full : full / 2) + learnt;
  reasons.push(`${tx.bytes} bytes out for ${rx.bytes} in: log2 ratio ${lean.toFixed(1)}; ${next(usual)}`);
  return weight < LEAST ? 0 : weight;
}

/** What goes out in small pieces at regular times is no upload, however long it lasts: cadence weighs it. */
function isSumOfHeartbeats({ cadence: { score, callbacks }, session }: Subject): boolean {
  if (score === undefined || score.gaps < 0.7 || score.medianSize >= UPLOAD_MIN) return false;
  return session.event.tx.bytes <= 2 * score.medianSize * callbacks;
}

function next({ sessions, median, spread, share, host }: UsualLean): string {
  const others = `${host.like.toFixed(0)} of ${host.all.toFixed(0)} on this host lean like this`;
  if (median === undefined || spread === undefined) return `what is usual of this program is not known yet; ${others}`;
  return (
    `usual of this program: ${median.toFixed(1)} ± ${spread.toFixed(1)} in ${sessions.toFixed(0)} sessions, ` +
    `${(100 * share).toFixed(0)} % expected to lean like this; ${others}`
  );
}

function captured({ captured: count }: Subject, reasons: string[]): number {
  if (count === 0) return 0;
  reasons.push(
    `it started ${count} program${count === 1 ? '' : 's'} with captured output right after bytes had come in`,
  );
  return 0.7;
}
