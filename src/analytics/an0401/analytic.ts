/**
 * AN0401 live: gathers what the legs look at, judges sessions as they show themselves, and tells cases. Time comes
 * from events alone; every table is bounded.
 *
 * @module
 */

import type { Event, NetSession, ProcessKey, ProcessStart } from '../../event/index.ts';
import type { HostView, Process } from '../../host/index.ts';
import type { Adjustable, LegResult, Verdict } from '../contract.ts';
import { evaluateLegs, type Leg } from '../score.ts';
import { CaseTable } from './case/case-table.ts';
import { conjunctionHolds, judgedConfidence, LEARNT_BELOW, TOLD_FROM } from './case/conjunction.ts';
import type { Relay, Sight, Subject } from './case/subject.ts';
import { actorOf } from './case/verdict.ts';
import { asymmetry } from './legs/asymmetry.ts';
import { legs as allLegs } from './legs/index.ts';
import { an0401Meta } from './meta.ts';
import { carriesCiphertext, isEncrypted } from './payload/evidence.ts';
import { CryptoUses } from './program/crypto-use.ts';
import { ImageTable } from './program/image-table.ts';
import { identityOf } from './program/program-identity.ts';
import { AnswerTable } from './session/answer-table.ts';
import { bared, isHeaded } from './session/bare-session.ts';
import { CadenceTable } from './session/cadence-table.ts';
import { CapturedPrograms } from './session/captured-programs.ts';
import { DestinationTable } from './session/destination-table.ts';
import { LeanTable, teachesLean } from './session/lean-table.ts';
import { NameLookups } from './session/name-lookup.ts';
import { orderOf } from './session/order-of-events.ts';
import { isWithinHost, type LocalEnd, RelayTable } from './session/relay-table.ts';
import { isOutbound, type SessionState, SessionTable } from './session/session-table.ts';
import type { An0401Settings } from './settings.ts';
import { isCommandedFromAfar } from './unit/commanded.ts';
import { isCommanded, isTold, type Unit, unitOf } from './unit/unit.ts';

/** Somebody whose words a relay may pass on. */
interface Speaker {
  readonly end: LocalEnd;
  readonly holder: Process;
  /** Not ciphertext: only a shell's are judged. */
  readonly clear: boolean;
}

/** Sizes of the tables; evictions are counted in `gauges`. */
const LIMITS = {
  sessions: 8192,
  localSessions: 4096,
  processes: 8192,
  images: 2048,
  seen: 16_384,
  series: 4096,
  names: 4096,
  answers: 8192,
  destinations: 16_384,
  leans: 4096,
  cases: 1024,
} as const;

/** How far up from a started process its session may be held. */
const GENERATIONS = 3;

/** @param legs Others than the usual ones, to show that a failing leg stays alone. */
export function createAn0401(
  settings: An0401Settings,
  legs: readonly Leg<Subject>[] = allLegs,
): Adjustable<An0401Settings> {
  return new An0401(settings, legs);
}

class An0401 implements Adjustable<An0401Settings> {
  readonly meta = an0401Meta;
  #settings: An0401Settings;
  readonly #legs: readonly Leg<Subject>[];
  readonly #uses = new CryptoUses(LIMITS.processes);
  readonly #images = new ImageTable(LIMITS.images, LIMITS.seen);
  readonly #sessions = new SessionTable(LIMITS.sessions);
  readonly #relays = new RelayTable(LIMITS.localSessions);
  readonly #lookups = new NameLookups(LIMITS.names);
  readonly #answers = new AnswerTable(LIMITS.answers);
  readonly #cadence = new CadenceTable(LIMITS.series);
  readonly #destinations = new DestinationTable(LIMITS.destinations);
  readonly #leans = new LeanTable(LIMITS.leans);
  readonly #cases = new CaseTable(LIMITS.cases);
  readonly #captured = new CapturedPrograms(LIMITS.processes);
  readonly #faults: Record<string, number> = {};
  #boot = '';
  #sight: Sight = { cipherCalls: false, imageScan: false };

  constructor(settings: An0401Settings, legs: readonly Leg<Subject>[]) {
    this.#settings = settings;
    this.#legs = legs;
  }

  adjust(settings: An0401Settings): void {
    this.#settings = settings;
  }

  observe(event: Event, host: HostView): readonly Verdict[] {
    this.#destinations.begin(event.time);
    switch (event.kind) {
      case 'hello':
        this.#boot = event.bootId;
        this.#sight = sightOf(event.attached);
        return [];
      case 'process_start':
        return this.#started(event, host);
      case 'stdio_change':
        return this.#rejoined(event.process, event.time, host);
      case 'library_map':
        return this.#uses.map(event, host) ? this.#rejoined(event.process, event.time, host) : [];
      case 'crypto_use':
        return this.#uses.cipher(event) ? this.#rejoined(event.process, event.time, host) : [];
      case 'image_scan':
        this.#images.take(event);
        return event.constants.length > 0 ? this.#rejoined(event.process, event.time, host) : [];
      case 'file_session':
        this.#lookups.file(event, host);
        return [];
      case 'net_session':
        return this.#net(event, host);
      case 'status':
        return this.#cases.due(event.time);
      default:
        return [];
    }
  }

  #started(event: ProcessStart, host: HostView): readonly Verdict[] {
    this.#uses.start(event);
    this.#images.start(event, this.#destinations.watched(event.time));
    this.#captured.start(event, host.process(event.parent));
    return this.#rejoined(event.process, event.time, host);
  }

  /** A process got new ends or a new library: sessions of its own, of its ancestors and of those joined to it may look different now. */
  #rejoined(process: ProcessKey, now: number, host: HostView): readonly Verdict[] {
    const near = [
      process,
      ...host
        .ancestors(process)
        .slice(1, 1 + GENERATIONS)
        .map((ancestor) => ancestor.key),
    ];
    for (const joined of host.joined(process).slice(0, 16)) near.push(joined.key);
    const verdicts: Verdict[] = [];
    for (const key of new Set(near)) {
      for (const session of this.#sessions.outbound(key)) {
        const verdict = this.#judge(session, now, host);
        if (verdict !== undefined) verdicts.push(verdict);
      }
    }
    return verdicts;
  }

  #net(event: NetSession, host: HostView): readonly Verdict[] {
    const local = isWithinHost(event) ? this.#local(event, host) : [];
    if (event.protocol === 'unix') return local;
    const session = this.#sessions.take(bared(event));
    if (session === undefined) return local;
    this.#lookups.net(session);
    this.#answers.take(event);
    if (!isOutbound(session)) return local;
    const process = host.process(event.process);
    if (process === undefined) return local;
    // asking at regular times whether a host is there is what ICMP is for
    if (!isHeaded(event)) this.#cadence.take(session, process);
    const users = this.#relays
      .users(event.process)
      .flatMap((end) => this.#relayed(this.#speaker(end, host), process, session, host));
    const verdict = this.#judge(session, event.time, host);
    return [...local, ...(verdict === undefined ? [] : [verdict]), ...users];
  }

  /** Bytes within this host: what one end's process says there, the other's may pass on. */
  #local(event: NetSession, host: HostView): readonly Verdict[] {
    const end = this.#relays.take(event);
    const other = end === undefined ? undefined : this.#relays.other(end);
    if (end === undefined || other === undefined) return [];
    this.#lookups.local(end.state, other.state);
    return [...this.#passedOn(end, other, host), ...this.#passedOn(other, end, host)];
  }

  /** @param end of the process that may use the other one's as a relay */
  #passedOn(end: LocalEnd, other: LocalEnd, host: HostView): readonly Verdict[] {
    const speaker = this.#speaker(end, host);
    if (speaker === undefined) return [];
    const { process } = other.state.event;
    const near = [
      process,
      ...host
        .children(process)
        .slice(-4)
        .map(({ key }) => key),
    ];
    for (const joined of host.joined(process).slice(0, 4)) near.push(joined.key);
    const verdicts: Verdict[] = [];
    for (const key of new Set(near)) {
      const relay = host.process(key);
      if (relay === undefined || key === end.state.event.process) continue;
      for (const far of this.#sessions.outbound(key)) verdicts.push(...this.#relayed(speaker, relay, far, host));
    }
    return verdicts;
  }

  /**
   * Who says something here that is judged when a relay passes it on: ciphertext, but for sessions over loopback that were
   * opened from here, which are judged as they are; and what somebody says in clear who may be a shell.
   */
  #speaker(end: LocalEnd, host: HostView): Speaker | undefined {
    const { state } = end;
    const holder = host.process(state.event.process);
    if (holder === undefined) return undefined;
    const clear = !carriesCiphertext(state);
    const judged = clear ? isTold(holder) : state.event.protocol === 'unix' || !isOutbound(state);
    return judged ? { end, holder, clear } : undefined;
  }

  /** What is said to a relay is judged as if it were said to the place that the relay passes it on to. */
  #relayed(speaker: Speaker | undefined, relay: Process, far: SessionState, host: HostView): readonly Verdict[] {
    if (speaker === undefined) return [];
    const { end, holder, clear } = speaker;
    if ((clear && !isEncrypted(far)) || !this.#relays.leads(end, far)) return [];
    const event = { ...end.state.event, remote: far.event.remote };
    const session: SessionState = { ...end.state, event, direction: 'out' };
    const unit = this.#unit(session, holder, host);
    if (clear && !isCommanded(unit)) return [];
    this.#cadence.take(session, holder);
    const now = Math.max(event.time, far.event.time);
    const verdict = this.#judge(session, now, host, { unit, relay: { process: relay, session: far } });
    end.state.caseKey = session.caseKey;
    return verdict === undefined ? [] : [verdict];
  }

  /** @param through of what a relay passes on */
  #judge(
    session: SessionState,
    now: number,
    host: HostView,
    through?: { readonly unit: Unit; readonly relay: Relay },
  ): Verdict | undefined {
    const { event } = session;
    if (event.tx.bytes + event.rx.bytes === 0) return undefined;
    const holder = host.process(event.process);
    if (holder === undefined) return undefined;
    const unit = through?.unit ?? this.#unit(session, holder, host);
    const subject = this.#subject(session, unit, now, host, through?.relay);
    const results = evaluateLegs(this.#legs, subject, (leg) => this.#fault(leg));
    const actor = actorOf(subject);
    const key = `${holder.lineage} ${host.process(actor.process)?.image.file ?? ''} ${event.remote.address}`;
    const known = this.#cases.find(session, key);
    const joins = session.caseKey !== undefined && known !== undefined;
    if (!joins && !(conjunctionHolds(results) && judgedConfidence(results) >= TOLD_FROM)) {
      if (known === undefined && teachesLean(event)) this.#learn(subject, results);
      return undefined;
    }
    return this.#cases.grow(known ?? this.#cases.open(key, actor, this.#boot, now), subject, results);
  }

  #subject(session: SessionState, unit: Unit, now: number, host: HostView, relay: Relay | undefined): Subject {
    const { event } = session;
    const { hello } = session.application;
    const [{ process: holder, program: kind }] = unit.members;
    const identity = identityOf(holder, kind);
    return {
      now,
      settings: this.#settings,
      host,
      session,
      relay,
      ...unit,
      identity,
      sight: this.#sight,
      images: (file) => this.#images.of(file),
      lookup: hello === undefined ? 'unobservable' : this.#lookups.of(holder, hello.serverName, host),
      // behind a proxy it is the proxy that was looked up
      lookedUp: () => (session.application.behind === undefined ? this.#answers.of(holder, event, host) : undefined),
      serves: (key) => this.#sessions.serves(key),
      logsIn: (key) => this.#sessions.logsIn(key),
      fromAfar: isCommandedFromAfar(
        unit.topology,
        orderOf(() => [session, ...this.#sessions.others(session)]),
      ),
      cadence: this.#cadence.of(event, holder),
      usualLean: () => this.#leans.of(identity, event),
      captured: this.#captured.of(session, starters(unit), host),
      destination: this.#destinations.of(event, identity ?? holder.image.file),
    };
  }

  #unit({ event }: SessionState, holder: Process, host: HostView): Unit {
    const talks = ({ key }: Process) => key !== holder.key && this.#sessions.talked(key, event.remote);
    const alone = () => !this.#sessions.serves(holder.key) && !this.#sessions.talksElsewhere(holder.key, event.remote);
    return unitOf(holder, host, this.#uses, { event, by: this.#sessions.opener(event.socket) }, { talks, alone });
  }

  /** Only from what would be beyond suspicion, had nothing been learned before: else patience would make anything usual. */
  #learn(subject: Subject, results: readonly LegResult[]): void {
    const { session, topology, identity } = subject;
    if (identity === undefined || topology !== undefined) return;
    const unlearnt = { ...subject, usualLean: () => this.#leans.of(undefined, session.event) };
    const learning = this.#legs.filter(({ meta }) => meta.id === asymmetry.meta.id);
    const fixed = evaluateLegs(learning, unlearnt, (leg) => this.#fault(leg));
    const others = results.filter(({ leg }) => leg !== asymmetry.meta.id);
    if (judgedConfidence([...others, ...fixed]) < LEARNT_BELOW) this.#leans.learn(identity, session.event);
  }

  #fault(leg: string): void {
    this.#faults[leg] = (this.#faults[leg] ?? 0) + 1;
  }

  gauges(): Readonly<Record<string, number>> {
    return {
      ...this.#sessions.gauges(),
      ...this.#relays.gauges(),
      ...this.#uses.gauges(),
      ...this.#images.gauges(),
      ...this.#lookups.gauges(),
      ...this.#answers.gauges(),
      ...this.#cadence.gauges(),
      ...this.#destinations.gauges(),
      ...this.#leans.gauges(),
      ...this.#cases.gauges(),
      spawners_evicted: this.#captured.evictions,
    };
  }

  faults(): Readonly<Record<string, number>> {
    return { ...this.#faults };
  }
}

function sightOf(attached: readonly string[]): Sight {
  return { cipherCalls: attached.includes('cipher_calls'), imageScan: attached.includes('image_scan') };
}

/** Who starts programs on account of the session: its holder, or the program that it talks for. */
function starters({ members: [holder, ...others] }: Unit): readonly ProcessKey[] {
  return [holder, ...others.filter(({ role }) => role === 'partner')].map(({ process }) => process.key);
}
