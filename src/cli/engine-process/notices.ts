/** What people are told of the stream itself: interruptions and losses. An observer of the engine. */
import type { Event, Gap, LossCounters } from '../../event/index.ts';

/** Least event time between two lines about losses, ms. */
const INTERVAL_MS = 5000;

const REASONS: Readonly<Record<Gap['reason'], string>> = {
  sensor_restarted: 'the sensor was interrupted and is back',
  sequence: 'records are missing',
  corrupt: 'bytes could not be decoded',
};

export class StreamNotices {
  readonly name = 'notices';
  readonly #tell: (line: string) => void;
  #lost: LossCounters | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  observe(event: Event): void {
    if (event.kind === 'gap') this.#tell(gapLine(event));
    else if (event.kind === 'hello') this.#lost = undefined;
    else if (event.kind === 'status' && event.time - this.#toldAt >= INTERVAL_MS) {
      const grown = grownBy(event.lost, this.#lost);
      this.#lost = event.lost;
      if (grown === '') return;
      this.#toldAt = event.time;
      this.#tell(`loss: ${grown}`);
    }
  }
}

function gapLine(gap: Gap): string {
  const missing = gap.missing === undefined ? '' : `, ${gap.missing} records`;
  const ms = Math.max(0, Math.round(gap.time - gap.since));
  return `gap: ${REASONS[gap.reason]}; ${ms} ms from ${new Date(gap.since).toISOString()} were not seen${missing}`;
}

function grownBy(now: LossCounters, before: LossCounters | undefined): string {
  return Object.entries(now)
    .map(
      ([reason, count]) => [reason, count - ((before as Record<string, number> | undefined)?.[reason] ?? 0)] as const,
    )
    .filter(([, grown]) => grown > 0)
    .map(([reason, grown]) => `${grown} ${reason}`)
    .join(', ');
}
