/**
 * Turns verdicts into findings. The first verdict of a case is told at once; later ones become
 * updates with the same uid, at most one per case and interval of event time and one at each tick, and
 * the last one is always told in the end. Pure: time comes from events, and everything it holds has a limit.
 */
import type { AnalyticId, AnalyticMeta, Verdict } from '../analytics/index.ts';
import { BoundedMap } from '../bounded/index.ts';
import type { Event, Hello } from '../event/index.ts';
import type { HostView } from '../host/index.ts';
import { type BlindSpan, BlindSpots, overlaps } from './blind-spots.ts';
import { Case } from './case.ts';
import type { EventSummary } from './event-summary.ts';
import { EventTally } from './event-tally.ts';
import type { Finding } from './finding.ts';
import { processTree, strangerProcess } from './process-tree.ts';

/** Least event time between two updates of one finding, ms. */
export const UPDATE_INTERVAL_MS = 500;
/** Cases kept open at once; the one that was judged longest ago is closed first. */
const CASE_LIMIT = 512;
/** Closed cases whose revision is remembered, so that a late verdict goes on counting. */
const CLOSED_LIMIT = 8_192;
/** Blind spots named in one finding. */
const BLIND_LIMIT = 32;

export interface FindingBookOptions {
  /** The analytics whose verdicts come in. */
  readonly analytics: readonly AnalyticMeta[];
  /** Least event time between two updates of one finding, ms. Default 500. */
  readonly updateIntervalMs?: number;
}

/** A finding, and the summary of the events behind it. */
export interface Told {
  readonly finding: Finding;
  readonly summary: EventSummary;
}

/**
 * @example
 * const book = new FindingBook({ analytics: analytics.map(({ meta }) => meta) });
 * for (const told of book.take(event, verdicts, host)) write(told.finding);
 * for (const told of book.finish(host)) write(told.finding);
 */
export class FindingBook {
  readonly #metas: ReadonlyMap<AnalyticId, AnalyticMeta>;
  readonly #interval: number;
  readonly #tally = new EventTally();
  readonly #blind = new BlindSpots();
  readonly #cases = new Map<string, Case>();
  readonly #closed = new BoundedMap<string, { revision: number; createdAt: number }>(CLOSED_LIMIT);
  #host: Finding['host'] = { name: '', bootId: '', kernel: '' };
  #now = Number.NEGATIVE_INFINITY;
  /** Event time at which the earliest waiting update may be told. */
  #due = Number.POSITIVE_INFINITY;
  #casesClosed = 0;

  constructor(options: FindingBookOptions) {
    this.#metas = new Map(options.analytics.map((meta) => [meta.id, meta]));
    this.#interval = options.updateIntervalMs ?? UPDATE_INTERVAL_MS;
  }

  /** Takes one event, after the host and the analytics have taken it, with the verdicts it led to. */
  take(event: Event, verdicts: readonly Verdict[], host: HostView): readonly Told[] {
    if (event.time > this.#now) this.#now = event.time;
    this.#tally.observe(event);
    if (event.kind === 'hello') this.#hello(event);
    else if (event.kind === 'status') for (const span of this.#blind.status(event)) this.#touch(span);
    else if (event.kind === 'gap') this.#touch(this.#blind.gap(event));

    // The tick may be the last event for a second: what waits then is told, however short the interval was.
    const least = event.kind === 'status' ? 0 : this.#interval;
    if (verdicts.length === 0 && this.#now < this.#due && least > 0) return [];
    const told: Told[] = [];
    for (const verdict of verdicts) this.#judge(verdict, host, told);
    if (this.#now >= this.#due || least === 0) this.#tellDue(least, host, told);
    return told;
  }

  /** The stream has ended: tells every update that still waits. */
  finish(host: HostView): readonly Told[] {
    const waiting = [...this.#cases.values()].filter((open) => open.pending);
    this.#due = Number.POSITIVE_INFINITY;
    return waiting.map((open) => this.#tell(open, host));
  }

  /** Sizes and evictions, for the status line and the growth bench. */
  gauges(): Readonly<Record<string, number>> {
    return {
      cases: this.#cases.size,
      cases_closed: this.#casesClosed,
      blind_spans: this.#blind.size,
      ...this.#tally.gauges(),
    };
  }

  #hello(hello: Hello): void {
    this.#host = { name: hello.hostname, bootId: hello.bootId, kernel: hello.kernel };
    this.#blind.restart(hello.time);
  }

  #judge(verdict: Verdict, host: HostView, told: Told[]): void {
    const known = this.#cases.get(verdict.uid);
    const open = known ?? new Case(verdict, this.#closed.get(verdict.uid));
    open.verdict = verdict;
    this.#cases.delete(verdict.uid);
    this.#cases.set(verdict.uid, open);
    if (known === undefined) this.#closeOldest(host, told);
    open.adopt(this.#tally);
    if (this.#now - open.toldAt >= this.#interval) told.push(this.#tell(open, host));
    else this.#wait(open);
  }

  #wait(open: Case): void {
    open.pending = true;
    this.#due = Math.min(this.#due, open.toldAt + this.#interval);
  }

  /** Something was missed while these cases grew: they say so. */
  #touch(span: BlindSpan): void {
    for (const open of this.#cases.values()) {
      if (overlaps(span, open.verdict.firstSeen, open.verdict.time)) this.#wait(open);
    }
  }

  #tellDue(least: number, host: HostView, told: Told[]): void {
    if (this.#due === Number.POSITIVE_INFINITY) return;
    this.#due = Number.POSITIVE_INFINITY;
    for (const open of this.#cases.values()) {
      if (!open.pending) continue;
      if (this.#now - open.toldAt >= least) told.push(this.#tell(open, host));
      else this.#wait(open);
    }
  }

  #closeOldest(host: HostView, told: Told[]): void {
    while (this.#cases.size > CASE_LIMIT) {
      const oldest = this.#cases.values().next();
      if (oldest.done) return;
      const closing = oldest.value;
      if (closing.pending) told.push(this.#tell(closing, host));
      closing.release();
      this.#cases.delete(closing.uid);
      this.#closed.set(closing.uid, { revision: closing.revision, createdAt: closing.createdAt });
      this.#casesClosed += 1;
    }
  }

  #tell(open: Case, host: HostView): Told {
    open.revision += 1;
    open.pending = false;
    open.toldAt = this.#now;
    return { finding: this.#finding(open, host), summary: open.summary(host) };
  }

  #finding(open: Case, host: HostView): Finding {
    const verdict = open.verdict;
    const tree = processTree(verdict.actor, verdict.participants, (key) => open.describe(key, host));
    const { login, container } = open.people(host);
    return {
      uid: open.uid,
      activity: open.revision === 1 ? 'create' : 'update',
      revision: open.revision,
      analytic: this.#analytic(verdict.analytic),
      host: this.#host,
      time: verdict.time,
      firstSeen: verdict.firstSeen,
      createdAt: open.createdAt,
      severity: verdict.severity,
      confidence: verdict.confidence,
      title: verdict.title,
      group: verdict.group,
      legs: verdict.legs,
      blind: this.#blindOf(verdict),
      actor: tree.find(({ key }) => key === verdict.actor) ?? strangerProcess(verdict.actor),
      tree,
      login,
      container,
      affected: verdict.affected,
      sessions: verdict.sessions ?? [],
      events: open.countsByKind(),
    };
  }

  #analytic(id: AnalyticId): Finding['analytic'] {
    const meta = this.#metas.get(id);
    if (meta === undefined)
      throw new TypeError(`a verdict of ${id} came in, but the book was made without its metadata`);
    const { name, detectionStrategy, technique, tactic } = meta;
    return { uid: id, name, detectionStrategy, technique, tactic };
  }

  #blindOf(verdict: Verdict): readonly string[] {
    const spots = [...verdict.blind, ...this.#blind.within(verdict.firstSeen, verdict.time)];
    return [...new Set(spots)].slice(0, BLIND_LIMIT);
  }
}
