/**
 * The engine: hands each event to the host state, then to every analytic, then to the book of
 * findings, and what the book tells to every outlet, at once. Pure wiring: it reads no clock and does
 * no I/O. A part that throws is counted and told of, and never stops the others.
 */
import type { Analytic, Verdict } from '../analytics/index.ts';
import type { Event, EventKind } from '../event/index.ts';
import type { HostView } from '../host/index.ts';
import type { FindingBook, Told } from '../incident/index.ts';

/** The host state as the engine keeps it up to date. */
export interface HostState extends HostView {
  apply(event: Event): void;
  gauges(): Readonly<Record<string, number>>;
}

/** Where findings go. */
export interface Outlet {
  readonly name: string;
  take(told: Told): void;
}

/** Something else that wants to see events, in stream order, after host and analytics: a status line, a count. */
export interface Observer {
  readonly name: string;
  observe(event: Event): void;
}

/** Told of what went wrong: in which part, and how often so far. */
export type FaultListener = (part: string, error: unknown, count: number) => void;

export interface EngineOptions {
  readonly host: HostState;
  readonly analytics: readonly Analytic[];
  readonly book: FindingBook;
  readonly outlets: readonly Outlet[];
  readonly observers?: readonly Observer[];
  readonly onFault?: FaultListener;
}

/**
 * @example
 * const engine = new Engine({ host, analytics, book, outlets: [{ name: 'list', take: (told) => list.push(told) }] });
 * for await (const batch of source) engine.take(batch);
 * engine.finish();
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #analytics: readonly Analytic[];
  readonly #counts = new Map<EventKind, number>();
  readonly #faults = new Map<string, number>();
  #findings = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#analytics = options.analytics;
  }

  /** Judges a batch in order; whatever it decides has been given to the outlets when this returns. */
  take(batch: readonly Event[]): void {
    for (const event of batch) this.#one(event);
  }

  /** The stream is over: tells what still waits. */
  finish(): void {
    const { book, host } = this.#options;
    this.#tell(this.#guarded('book', () => book.finish(host)) ?? []);
  }

  /** Events taken, by kind. */
  counts(): Readonly<Partial<Record<EventKind, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /** Different findings told so far. */
  get findings(): number {
    return this.#findings;
  }

  /** How often each part failed; an analytic's legs are named `AN0603/leg`. */
  faults(): Readonly<Record<string, number>> {
    const legs = this.#analytics.flatMap((analytic) =>
      Object.entries(analytic.faults()).map(([leg, count]) => [`${analytic.meta.id}/${leg}`, count] as const),
    );
    return Object.fromEntries([...this.#faults, ...legs]);
  }

  /** Sizes of all tables: the analytics' as `AN0603.groups`, the host's as `host.processes`. */
  gauges(): Readonly<Record<string, number>> {
    const tables = this.#analytics.flatMap((analytic) =>
      Object.entries(analytic.gauges()).map(([name, size]) => [`${analytic.meta.id}.${name}`, size] as const),
    );
    const { host, book } = this.#options;
    const named = (room: string, sizes: Readonly<Record<string, number>>) =>
      Object.entries(sizes).map(([name, size]) => [`${room}.${name}`, size] as const);
    return Object.fromEntries([...tables, ...named('host', host.gauges()), ...named('book', book.gauges())]);
  }

  /** The hot path: written out rather than through `#guarded`, which would make a closure per event and part. */
  #one(event: Event): void {
    const { host, book, observers = [] } = this.#options;
    this.#counts.set(event.kind, (this.#counts.get(event.kind) ?? 0) + 1);
    try {
      host.apply(event);
    } catch (error) {
      this.#fault('host', error);
    }
    const verdicts = this.#judge(event, host);
    try {
      const told = book.take(event, verdicts, host);
      if (told.length > 0) this.#tell(told);
    } catch (error) {
      this.#fault('book', error);
    }
    for (const observer of observers) {
      try {
        observer.observe(event);
      } catch (error) {
        this.#fault(observer.name, error);
      }
    }
  }

  #judge(event: Event, host: HostView): readonly Verdict[] {
    let all: readonly Verdict[] = NONE;
    for (const analytic of this.#analytics) {
      try {
        const some = analytic.observe(event, host);
        if (some.length > 0) all = all.length === 0 ? some : [...all, ...some];
      } catch (error) {
        this.#fault(analytic.meta.id, error);
      }
    }
    return all;
  }

  #tell(all: readonly Told[]): void {
    for (const told of all) {
      if (told.finding.activity === 'create') this.#findings += 1;
      for (const outlet of this.#options.outlets) this.#guarded(outlet.name, () => outlet.take(told));
    }
  }

  #guarded<T>(part: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#fault(part, error);
      return undefined;
    }
  }

  #fault(part: string, error: unknown): void {
    const count = (this.#faults.get(part) ?? 0) + 1;
    this.#faults.set(part, count);
    this.#options.onFault?.(part, error, count);
  }
}

const NONE: readonly Verdict[] = [];
