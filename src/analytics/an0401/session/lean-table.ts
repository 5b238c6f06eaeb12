/**
 * Which way the traffic of this host's programs usually leans: log2 of bytes out over bytes in of sessions that are over,
 * for each program at each kind of place, for each program, and for the host. What was learned long ago counts less.
 *
 * @module
 */
import { BoundedMap } from '../../../bounded/index.ts';
import type { NetSession } from '../../../event/index.ts';
import { FadingHistogram } from '../../../stats/index.ts';

/** What is usual, next to one session. */
export interface UsualLean {
  /** Sessions that it was learned from, old ones counting less: this program's, to places of this kind where there are any. */
  readonly sessions: number;
  /** Of log2(out/in); undefined before there is one. */
  readonly median: number | undefined;
  /** Half the distance of the quartiles. */
  readonly spread: number | undefined;
  /** None of the program's sessions leant outwards like this one, by a factor of {@link TOLERANCE_BITS} bits. */
  readonly beyondAll: boolean;
  /** Expected share of its sessions that lean outwards like this one or more, 0 to 1. */
  readonly share: number;
  /** All programs of this host: sessions that lean like this one, and sessions. */
  readonly host: Count;
}

interface Count {
  /** That lean outwards like the session in question. */
  readonly like: number;
  readonly all: number;
}

/** Sessions with fewer bytes, both ways together, have a lean that means little: headers and handshakes. */
const LEARNT_FROM = 65_536;
/** A weekly backup still counts seven sessions, after half a year of them; ms. */
const HALF_LIFE = 30 * 86_400_000;
/** Two sessions of a program to the same kind of place within this time count once, so that nothing is learned in a burst; ms. */
const APART = 60_000;
/** What leans like this session, give or take: a factor of two. */
const TOLERANCE_BITS = 1;
/** Before anything was learned, one large session in twenty is an upload by `TrafficAsymmetryRatio`; as much as this many sessions. */
export const PRIOR_SHARE = 0.05;
const PRIOR_SESSIONS = 20;
/** How much of a habit at one kind of place carries over to another, as a share of the logarithm. */
const CARRIED = 1 / 3;
/** Half a bin is well under the tolerance. */
const SHAPE = { from: -20, to: 28, width: 0.5, halfLife: HALF_LIFE } as const;

interface Learnt {
  readonly histogram: FadingHistogram;
  at: number;
}

export class LeanTable {
  readonly #learnt: BoundedMap<string, Learnt>;
  readonly #host = new FadingHistogram(SHAPE);
  #sessions = 0;

  constructor(limit: number) {
    this.#learnt = new BoundedMap(limit);
  }

  /** Takes a session that is over and beyond suspicion; the caller sees to both. */
  learn(program: string, event: NetSession): void {
    const lean = leanOf(event);
    const place = this.#learnt.obtain(placeKey(program, event), nothing);
    if (event.time - place.at < APART) return;
    place.at = event.time;
    place.histogram.add(lean, event.time);
    this.#learnt.obtain(program, nothing).histogram.add(lean, event.time);
    this.#host.add(lean, event.time);
    this.#sessions++;
  }

  /**
   * What is usual of a program at this kind of place. Each level is held towards the one above it as long as it has
   * few sessions: place, program, the fixed prior. What other programs of the host do is told and weighs nothing: a host full
   * of backups must not hide the first upload of a script, nor a host without any make the first backup a theft.
   */
  of(program: string | undefined, event: NetSession): UsualLean {
    const from = leanOf(event) - TOLERANCE_BITS;
    const now = event.time;
    const count = (of: FadingHistogram | undefined): Count => ({
      like: of?.weightFrom(from, now) ?? 0,
      all: of?.weight(now) ?? 0,
    });
    const host = count(this.#host);
    const whole = program === undefined ? undefined : this.#learnt.get(program)?.histogram;
    if (program === undefined || whole === undefined)
      return { sessions: 0, median: undefined, spread: undefined, beyondAll: false, share: PRIOR_SHARE, host };
    const here = this.#learnt.get(placeKey(program, event))?.histogram;
    const [all, mine] = [count(whole), count(here)];
    const elsewhere = share({ like: all.like - mine.like, all: all.all - mine.all }, PRIOR_SHARE);
    const expected = share(mine, PRIOR_SHARE * (elsewhere / PRIOR_SHARE) ** CARRIED);
    const told = here ?? whole;
    const [low = 0, median, high = 0] = [0.25, 0.5, 0.75].map((q) => told.quantile(q));
    return {
      sessions: told.weight(now),
      median,
      spread: (high - low) / 2,
      beyondAll: all.like < 0.5,
      share: expected,
      host,
    };
  }

  gauges(): Readonly<Record<string, number>> {
    return { leans: this.#learnt.size, leans_evicted: this.#learnt.evictions, leans_learnt: this.#sessions };
  }
}

/** log2 of bytes out over bytes in. */
export function leanOf({ tx, rx }: NetSession): number {
  return Math.log2(Math.max(tx.bytes, 1) / Math.max(rx.bytes, 1));
}

/** Is it over, and large enough to learn from? */
export function teachesLean({ last, tx, rx }: NetSession): boolean {
  return last && tx.bytes + rx.bytes >= LEARNT_FROM;
}

function nothing(): Learnt {
  return { histogram: new FadingHistogram(SHAPE), at: Number.NEGATIVE_INFINITY };
}

function share({ like, all }: Count, prior: number): number {
  return (Math.max(like, 0) + PRIOR_SESSIONS * prior) / (Math.max(all, 0) + PRIOR_SESSIONS);
}

/** Where: this host, its own networks, or further out; and which service, as far as a port says so. */
function placeKey(program: string, { protocol, remote }: NetSession): string {
  return `${program} ${scopeOf(remote.address)} ${protocol} ${remote.port < 32_768 ? remote.port : 'high'}`;
}

/** RFC 1918, 4193, 3927, 4291 and loopback. */
function scopeOf(address: string): 'here' | 'near' | 'far' {
  if (/^(?:127\.|::1$)/.test(address)) return 'here';
  return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd]|fe80:)/i.test(address) ? 'near' : 'far';
}
