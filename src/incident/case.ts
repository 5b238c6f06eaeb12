/**
 * One case as the book keeps it between revisions: the latest verdict, what has been told, the
 * events of those who took part, and the people and processes the host may forget before the case ends.
 */
import type { Verdict } from '../analytics/index.ts';
import type { ProcessKey } from '../event/index.ts';
import type { Container, HostView, Login } from '../host/index.ts';
import type { EventSeed } from './event-seed.ts';
import { tell } from './event-seed.ts';
import type { EventDigest, EventSummary } from './event-summary.ts';
import { type EventCollector, type EventTally, type ProcessTally, pour } from './event-tally.ts';
import { FirstAndLatest } from './first-and-latest.ts';
import { type DescribedProcess, describeProcess } from './process-tree.ts';

/** Processes whose events one case counts. A fork per file reaches it at some 4,000 files. */
const MEMBER_LIMIT = 4_096;
/** Processes that a case remembers itself, the ones used last. */
const REMEMBERED_LIMIT = 256;
/** Telling events that a summary lists: the first and the latest. */
const DIGESTS = { first: 50, latest: 50 };

export class Case implements EventCollector {
  readonly uid: string;
  readonly counts = new Map<string, number>();
  readonly seeds = new FirstAndLatest<EventSeed>(DIGESTS.first, DIGESTS.latest);
  /** Of the last finding that was told; 0 before the first. */
  revision: number;
  createdAt: number;
  /** Event time of the last telling. */
  toldAt = Number.NEGATIVE_INFINITY;
  /** Something is waiting to be told. */
  pending = false;
  verdict: Verdict;
  readonly #members = new Map<ProcessKey, ProcessTally>();
  readonly #remembered = new Map<ProcessKey, DescribedProcess>();
  readonly #digests = new WeakMap<EventSeed, EventDigest>();
  #people: { login: Login; container: Container | undefined } | undefined;

  constructor(verdict: Verdict, known: { readonly revision: number; readonly createdAt: number } | undefined) {
    this.uid = verdict.uid;
    this.verdict = verdict;
    this.revision = known?.revision ?? 0;
    this.createdAt = known?.createdAt ?? verdict.time;
  }

  /** Takes over the events of those whom the latest verdict names. */
  adopt(tally: EventTally): void {
    for (const key of [this.verdict.actor, ...this.verdict.participants]) {
      const known = this.#members.get(key);
      if (known === undefined && this.#members.size >= MEMBER_LIMIT) continue;
      const current = tally.of(key);
      if (current === undefined || current === known) continue;
      pour(current, this);
      known?.listeners.delete(this);
      current.listeners.add(this);
      this.#members.set(key, current);
    }
  }

  /** No further events reach this case. */
  release(): void {
    for (const tally of this.#members.values()) tally.listeners.delete(this);
    this.#members.clear();
  }

  /** The process as the host knows it now, else as it was when this case last asked. */
  describe(key: ProcessKey, host: HostView): DescribedProcess | undefined {
    const process = host.process(key);
    const described = process === undefined ? this.#remembered.get(key) : describeProcess(process, host);
    if (described === undefined) return undefined;
    this.#remembered.delete(key);
    this.#remembered.set(key, described);
    if (this.#remembered.size > REMEMBERED_LIMIT) {
      const oldest = this.#remembered.keys().next();
      if (!oldest.done) this.#remembered.delete(oldest.value);
    }
    return described;
  }

  people(host: HostView): { readonly login: Login; readonly container: Container | undefined } {
    const actor = this.verdict.actor;
    if (this.#people === undefined || host.process(actor) !== undefined) {
      this.#people = { login: host.login(actor), container: host.container(actor) };
    }
    return this.#people;
  }

  countsByKind(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  summary(host: HostView): EventSummary {
    const digests = this.seeds.items().map((seed) => this.#digest(seed, host));
    digests.sort((a, b) => a.time - b.time || a.seq - b.seq);
    return {
      uid: this.uid,
      revision: this.revision,
      counts: this.countsByKind(),
      digests,
      omitted: this.seeds.omitted,
    };
  }

  #digest(seed: EventSeed, host: HostView): EventDigest {
    const known = this.#digests.get(seed);
    if (known !== undefined) return known;
    const digest = tell(seed, host);
    this.#digests.set(seed, digest);
    return digest;
  }
}
