/**
 * What people are told of the stream itself: interruptions, losses of whole records, and details that were not kept.
 * An observer of the engine.
 */
import type { Event, Gap, LossCounters } from '../../event/index.ts';
import { counted } from '../card/words.ts';
import { type Paint, plain } from '../paint.ts';

/** Least event time between two lines about losses, ms. */
const INTERVAL_MS = 5000;

const REASONS: Readonly<Record<Gap['reason'], string>> = {
  sensor_restarted: 'the sensor was interrupted and is back',
  sequence: 'records are missing',
  corrupt: 'bytes could not be decoded',
};

/** Something happened of which nothing is known. */
const LOST: Readonly<Partial<Record<keyof LossCounters, (count: number) => string>>> = {
  ring_full: (n) => `${counted(n, 'record')} (the ring buffer was full)`,
  file_table_full: (n) => `${counted(n, 'file session')} (the table was full)`,
  net_table_full: (n) => `${counted(n, 'network session')} (the table was full)`,
  pipe: (n) => `${counted(n, 'record')} (the engine did not take them)`,
  missed: (n) => `${counted(n, 'run')} of a sensor program (skipped by the kernel)`,
};

/** It was recorded, but for a part. */
const DETAILS: Readonly<Partial<Record<keyof LossCounters, (count: number) => string>>> = {
  fault: (n) => `${counted(n, 'argument or sample', 'arguments or samples')} could not be read`,
  path_cut: (n) => `${n === 1 ? '1 path was' : `${n} paths were`} cut (longer than 1,023 bytes or too deep)`,
  exit_fds: (n) => `${counted(n, 'process', 'processes')} ended with more descriptors than are searched`,
};

export class StreamNotices {
  readonly name = 'notices';
  readonly #tell: (line: string) => void;
  readonly #paint: Paint;
  #lost: LossCounters | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  /** @param paint colours of where the lines go */
  constructor(tell: (line: string) => void, paint: Paint = plain) {
    this.#tell = tell;
    this.#paint = paint;
  }

  observe(event: Event): void {
    if (event.kind === 'gap') this.#tell(gapLine(event));
    else if (event.kind === 'hello') this.#lost = undefined;
    else if (event.kind === 'status' && event.time - this.#toldAt >= INTERVAL_MS) {
      const lost = grownBy(LOST, event.lost, this.#lost);
      const details = grownBy(DETAILS, event.lost, this.#lost);
      this.#lost = event.lost;
      if (lost === '' && details === '') return;
      this.#toldAt = event.time;
      if (lost !== '') this.#tell(this.#paint('yellow', `LOSS: ${lost}`));
      if (details !== '') this.#tell(`detail: ${details}`);
    }
  }
}

function gapLine(gap: Gap): string {
  const missing = gap.missing === undefined ? '' : `, ${counted(gap.missing, 'record')}`;
  const ms = Math.max(0, Math.round(gap.time - gap.since));
  return `gap: ${REASONS[gap.reason]}; ${ms} ms from ${new Date(gap.since).toISOString()} were not seen${missing}`;
}

function grownBy(words: typeof LOST, now: LossCounters, before: LossCounters | undefined): string {
  return (Object.keys(words) as (keyof LossCounters)[])
    .map((reason) => [reason, now[reason] - (before?.[reason] ?? 0)] as const)
    .filter(([, grown]) => grown > 0)
    .map(([reason, grown]) => words[reason]?.(grown))
    .join(', ');
}
