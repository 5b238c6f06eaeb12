/**
 * When the watcher itself did not see: records lost by the sensor and interruptions of the stream,
 * remembered as spans of time, so that a finding can name those that fell into its case.
 */
import type { Gap, LossCounters, Status } from '../event/index.ts';

/** A stretch of time in which something was missed. Times are ms since the epoch. */
export interface BlindSpan {
  readonly since: number;
  readonly until: number;
  readonly reason: string;
  /** How many; undefined when it cannot be known. */
  readonly amount: number | undefined;
}

/** Spans that are remembered; the oldest goes first. */
const SPAN_LIMIT = 128;
/** Losses of one reason that follow each other become one span of at most this many ms. */
const MERGE_LIMIT_MS = 60_000;

const WORDS: Readonly<Record<string, (amount: string) => string>> = {
  ring_full: (n) => `${n} records were lost since the ring buffer was full`,
  file_table_full: (n) => `${n} file sessions were not followed since the table was full`,
  net_table_full: (n) => `${n} network sessions were not followed since the table was full`,
  fault: (n) => `${n} arguments or samples could not be read from a process`,
  path_cut: (n) => `${n} paths were too long or too deep to be recorded whole`,
  exit_fds: (n) => `${n} processes ended with more descriptors than are searched`,
  pipe: (n) => `${n} records could not be handed to the engine`,
  missed: (n) => `${n} runs of a sensor program were skipped by the kernel`,
  crypto_table_full: (n) => `${n} uses of ciphers were not followed since the table was full`,
  scans_left_out: (n) => `${n} images were not looked into, there were too many at once`,
  sensor_restarted: () => 'the sensor was interrupted and started again',
  sequence: (n) => `${n} records are missing in the stream`,
  corrupt: (n) => `${n} records could not be decoded`,
};

export class BlindSpots {
  readonly #spans: BlindSpan[] = [];
  #counters: LossCounters | undefined;
  #since: number | undefined;

  /** A sensor began: its counters start at zero. */
  restart(time: number): void {
    this.#counters = undefined;
    this.#since = time;
  }

  /** Returns the spans by which losses grew since the last status. */
  status(status: Status): readonly BlindSpan[] {
    const before = this.#counters as Readonly<Record<string, number>> | undefined;
    const since = this.#since ?? status.time;
    const grown: BlindSpan[] = [];
    for (const [reason, count] of Object.entries(status.lost)) {
      const last = before?.[reason] ?? 0;
      const amount = count < last ? count : count - last;
      if (amount > 0) grown.push(this.#add({ since, until: status.time, reason, amount }));
    }
    this.#counters = status.lost;
    this.#since = status.time;
    return grown;
  }

  gap(gap: Gap): BlindSpan {
    return this.#add({ since: gap.since, until: gap.time, reason: gap.reason, amount: gap.missing });
  }

  /** In words, those that touch the time from `from` to `to` (inclusive). */
  within(from: number, to: number): readonly string[] {
    return this.#spans.filter((span) => overlaps(span, from, to)).map(words);
  }

  get size(): number {
    return this.#spans.length;
  }

  #add(span: BlindSpan): BlindSpan {
    const at = this.#spans.findLastIndex((known) => known.reason === span.reason);
    const last = this.#spans[at];
    if (last !== undefined && span.since <= last.until && span.until - last.since <= MERGE_LIMIT_MS) {
      const amount = last.amount === undefined || span.amount === undefined ? undefined : last.amount + span.amount;
      this.#spans[at] = { since: last.since, until: Math.max(last.until, span.until), reason: span.reason, amount };
      return span;
    }
    this.#spans.push(span);
    if (this.#spans.length > SPAN_LIMIT) this.#spans.shift();
    return span;
  }
}

export function overlaps(span: BlindSpan, from: number, to: number): boolean {
  return span.since <= to && span.until >= from;
}

function words(span: BlindSpan): string {
  const amount = span.amount === undefined ? 'an unknown number of' : String(span.amount);
  const what = WORDS[span.reason]?.(amount) ?? `${amount} × ${span.reason}`;
  return `${what}, between ${clock(span.since)} and ${clock(span.until)}`;
}

function clock(time: number): string {
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : 'an unknown time';
}
