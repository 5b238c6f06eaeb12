/**
 * When a process started, from its key: the key's second part is the start in ns since boot, and a fork that is
 * seen as it happens tells when boot was.
 */
import type { ProcessKey } from '../../event/index.ts';

/** ms since boot, undefined when the key does not say (foreign telemetry). */
function sinceBoot(key: ProcessKey): number | undefined {
  const text = key.slice(key.indexOf(':') + 1);
  return /^\d+$/.test(text) ? Number(text) / 1e6 : undefined;
}

export class BootClock {
  #bootedAt: number | undefined;

  get known(): boolean {
    return this.#bootedAt !== undefined;
  }

  /** @param time of the fork event, ms since the epoch. */
  learn(key: ProcessKey, time: number): void {
    const start = sinceBoot(key);
    if (start !== undefined) this.#bootedAt = time - start;
  }

  forget(): void {
    this.#bootedAt = undefined;
  }

  /** ms since the epoch; `latest` (the event that told of it) while it cannot be known, and never later than that. */
  startOf(key: ProcessKey, latest: number): number {
    const start = sinceBoot(key);
    if (this.#bootedAt === undefined || start === undefined) return latest;
    return Math.min(this.#bootedAt + start, latest);
  }
}
