/**
 * Cases: one per unit and far end, told once and then again as it grows, at a bounded rate of event time.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { BoundedMap } from '../../../bounded/index.ts';
import type { ProcessKey } from '../../../event/index.ts';
import type { LegResult, SuspectSession, Verdict } from '../../contract.ts';
import type { SessionState } from '../session/session-table.ts';
import type { Subject } from './subject.ts';
import { unobservedCryptography } from './unobserved.ts';
import { type Actor, buildVerdict, raisedActor } from './verdict.ts';

export interface Case {
  readonly key: string;
  readonly uid: string;
  readonly firstSeen: number;
  actor: Actor;
  readonly participants: Set<ProcessKey>;
  readonly sessions: Map<string, SuspectSession>;
  /** Best judgement of each leg over the case's sessions. */
  legs: readonly LegResult[];
  /** What of the latest session's cryptography could not be observed. */
  unobserved: readonly string[];
  toldAt: number;
  /** What was told last, in short; a difference is worth an update. */
  told: string;
  /** Grown, but told too recently. */
  pending: boolean;
  time: number;
}

/** Between two tellings of one case, ms of event time. */
const UPDATE_INTERVAL = 2000;
const PARTICIPANTS = 64;
const SESSIONS = 16;

export class CaseTable {
  readonly #cases: BoundedMap<string, Case>;
  #opened = 0;

  constructor(limit: number) {
    this.#cases = new BoundedMap(limit);
  }

  /** The case that a session belongs to, if there is one. */
  find(session: SessionState, key: string): Case | undefined {
    return (session.caseKey === undefined ? undefined : this.#cases.get(session.caseKey)) ?? this.#cases.get(key);
  }

  open(key: string, actor: Actor, boot: string, now: number): Case {
    this.#opened++;
    const uid = createHash('sha256').update(`AN0401\n${boot}\n${key}\n${now}`).digest('hex').slice(0, 32);
    const made: Case = {
      key,
      uid,
      firstSeen: now,
      actor,
      participants: new Set(),
      sessions: new Map(),
      legs: [],
      unobserved: [],
      toldAt: Number.NEGATIVE_INFINITY,
      told: '',
      pending: false,
      time: now,
    };
    this.#cases.set(key, made);
    return made;
  }

  /** Adds what a judgement says; returns the verdict when it is time to tell it. */
  grow(known: Case, subject: Subject, legs: readonly LegResult[]): Verdict | undefined {
    subject.session.caseKey = known.key;
    known.time = subject.now;
    known.actor = raisedActor(known.actor, subject);
    known.legs = strongest(known.legs, legs);
    known.unobserved = unobservedCryptography(subject);
    for (const { process } of subject.members)
      if (known.participants.size < PARTICIPANTS) known.participants.add(process.key);
    const sessions = [subject.session];
    if (subject.relay !== undefined) {
      known.participants.add(subject.relay.process.key);
      sessions.push(subject.relay.session);
    }
    for (const session of sessions) {
      const id = `${session.event.process} ${session.event.socket} ${session.event.startedAt}`;
      if (known.sessions.has(id) || known.sessions.size < SESSIONS) known.sessions.set(id, suspect(session));
    }
    return this.#tell(known);
  }

  /** Cases that grew while it was too early to tell; called as time passes. */
  due(now: number): readonly Verdict[] {
    const told: Verdict[] = [];
    for (const known of this.#cases.values()) {
      if (!known.pending || now - known.toldAt < UPDATE_INTERVAL) continue;
      known.time = now;
      const verdict = this.#tell(known);
      if (verdict !== undefined) told.push(verdict);
    }
    return told;
  }

  #tell(known: Case): Verdict | undefined {
    const verdict = buildVerdict(known);
    const digest = inShort(verdict);
    if (digest === known.told) {
      known.pending = false;
      return undefined;
    }
    known.pending = known.time - known.toldAt < UPDATE_INTERVAL;
    if (known.pending) return undefined;
    known.told = digest;
    known.toldAt = known.time;
    return verdict;
  }

  gauges(): Readonly<Record<string, number>> {
    return { cases: this.#cases.size, cases_evicted: this.#cases.evictions, cases_opened: this.#opened };
  }
}

/** For each leg the judgement that says most; a later one of the same weight replaces the figures. */
function strongest(before: readonly LegResult[], now: readonly LegResult[]): readonly LegResult[] {
  return now.map((result) => {
    const known = before.find((other) => other.leg === result.leg);
    if (known === undefined) return result;
    if (known.state === 'seen' && result.state !== 'seen') return known;
    return known.state === result.state && known.weight > result.weight ? known : result;
  });
}

function suspect({ event, application }: SessionState): SuspectSession {
  const name = application.hello?.serverName;
  return {
    process: event.process,
    protocol: event.protocol,
    local: event.local,
    remote: event.remote,
    startedAt: event.startedAt,
    txBytes: event.tx.bytes,
    rxBytes: event.rx.bytes,
    application: application.name,
    ...(name === undefined ? {} : { serverName: name }),
  };
}

/** What a reader would call news: legs, confidence to 0.05, who took part, sessions, and traffic to a power of four. */
function inShort(verdict: Verdict): string {
  const legs = verdict.legs.filter((leg) => leg.state === 'seen').map((leg) => leg.leg);
  const sessions = (verdict.sessions ?? []).map(
    (session) =>
      `${session.remote.address} ${magnitude(session.txBytes)} ${magnitude(session.rxBytes)} ${session.application}`,
  );
  return JSON.stringify([
    legs,
    Math.round(verdict.confidence * 20),
    verdict.severity,
    verdict.participants.length,
    verdict.blind.length,
    sessions,
  ]);
}

function magnitude(bytes: number): number {
  return bytes < 1024 ? 0 : Math.floor(Math.log2(bytes) / 2);
}
