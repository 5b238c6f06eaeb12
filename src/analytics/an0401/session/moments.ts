/**
 * What the latest snapshots of a session say of the order of things: did bytes come in before something happened here, and
 * did bytes go out after others had come in? Snapshots come about once a second and tell the last times only; what happened
 * between two of them follows from the bursts and the changes of direction that they count.
 *
 * @module
 */
import type { NetSession } from '../../../event/index.ts';

export interface Moment {
  readonly time: number;
  readonly tx: number;
  readonly rx: number;
  /** When bytes went out and came in last. */
  readonly txAt: number;
  readonly rxAt: number;
  /** When the latest burst began, where this side began it. */
  readonly begunAt: number | undefined;
  /** Bursts so far, whoever began them. */
  readonly bursts: number;
  readonly turns: number;
}

/** The snapshots of a session, oldest first. */
export interface Course {
  readonly moments: readonly Moment[];
  /** Bytes that came in for the handshake; what comes on top is payload. Undefined while it lasts. */
  readonly handshake: number | undefined;
}

/** Most snapshots kept of a session: a quarter of a minute of activity at least. */
const KEPT = 16;
/** What happens here so soon after bytes came in may be on their account; ms. */
const SOON = 2000;
/** A request and its answer, and then output and what it is met with. */
const TURNS_OF_ANSWER = 4;

const BEGIN: Moment = {
  time: Number.NEGATIVE_INFINITY,
  tx: 0,
  rx: 0,
  txAt: Number.NEGATIVE_INFINITY,
  rxAt: Number.NEGATIVE_INFINITY,
  begunAt: undefined,
  bursts: 0,
  turns: 0,
};

/** Appends a snapshot, and lets the oldest one go. */
export function pushMoment(moments: Moment[], { time, tx, rx, bursts, turns }: NetSession): void {
  moments.push({
    time,
    tx: tx.bytes,
    rx: rx.bytes,
    txAt: tx.lastAt ?? BEGIN.txAt,
    rxAt: rx.lastAt ?? BEGIN.rxAt,
    begunAt: bursts?.by === 'tx' ? bursts.txAt : undefined,
    bursts: bursts === undefined ? 0 : bursts.tx + bursts.rx,
    turns,
  });
  if (moments.length > KEPT) moments.shift();
}

/** Of things that happened here, how many followed bytes that came in, and how many did not; what is not known yet is neither. */
export interface Prompted {
  readonly yes: number;
  readonly no: number;
}

/** @param times of what happened, ms since the epoch, in order */
export function promptedOf(course: Course, times: readonly number[]): Prompted {
  let [yes, no] = [0, 0];
  /** How many of each snapshot were put down to bursts of which only the number is known. */
  const taken = new Map<Moment, number>();
  for (const at of times) {
    if (heardBefore(course, at)) {
      yes += 1;
      continue;
    }
    const told = tellingOf(course, at);
    if (told === undefined) continue;
    const [before, after] = told;
    const unseen = taken.get(after) ?? 0;
    if (answersWithin(before, after, at)) yes += 1;
    else if (grew(course, before, after) && unseen < after.bursts - before.bursts - 1) {
      taken.set(after, unseen + 1);
      yes += 1;
    } else no += 1;
  }
  return { yes, no };
}

/** Bytes that went out while something lasted, as far as the snapshots tell. */
export function sentWhile({ moments }: Course, from: number, to: number): number {
  const first = moments.findLast(({ time }) => time <= from) ?? BEGIN;
  const last = moments.findLast(({ time, txAt }) => time <= to || txAt <= to) ?? first;
  return last.tx - first.tx;
}

/** How often bytes went out soon after others had come in, since something began here: snapshots in which that shows. */
export function answersSince(course: Course, since: number): number {
  const { moments } = course;
  return moments.filter((after, i) => {
    const before = moments[i - 1] ?? BEGIN;
    if (after.time <= since || after.tx === before.tx || !isPayload(course, after) || after.rxAt < since) return false;
    const heard = [before, after].filter((moment) => isPayload(course, moment) && moment.rxAt >= since);
    const said = [after.txAt, after.begunAt ?? BEGIN.txAt];
    const follows = heard.some(({ rxAt }) => said.some((at) => at > rxAt && at - rxAt <= SOON));
    return follows || (i > 0 && after.turns - before.turns >= TURNS_OF_ANSWER);
  }).length;
}

/** The snapshots between which something happened; undefined when that is not known yet, or no more. */
function tellingOf({ moments }: Course, at: number): readonly [before: Moment, after: Moment] | undefined {
  const i = moments.findIndex(({ time }) => time >= at);
  const after = moments[i];
  if (after === undefined || (i === 0 && moments.length === KEPT)) return undefined;
  return [moments[i - 1] ?? BEGIN, after];
}

function heardBefore(course: Course, at: number): boolean {
  return course.moments.some((moment) => isPayload(course, moment) && moment.rxAt <= at && at - moment.rxAt <= SOON);
}

/** It happened in the midst of a burst that this side began and that turned more often than for a request and its answer. */
function answersWithin(before: Moment, { begunAt, rxAt, turns }: Moment, at: number): boolean {
  if (begunAt === undefined || begunAt > at || at > rxAt) return false;
  return turns - before.turns >= TURNS_OF_ANSWER;
}

function grew(course: Course, before: Moment, after: Moment): boolean {
  return after.rx > before.rx && isPayload(course, after);
}

function isPayload({ handshake }: Course, { rx }: Moment): boolean {
  return handshake !== undefined && rx > handshake;
}
