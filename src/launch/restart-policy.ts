/** How long to wait before a sensor that crashed is started again, and when to give up. Pure. */

/** Wait before the first restart, ms; doubled with each crash that follows soon. Far below the 2 s in which it must be back. */
const FIRST_DELAY_MS = 50;
/** So many crashes within the window are too many. */
const CRASH_LIMIT = 5;
const WINDOW_MS = 30_000;

export class RestartPolicy {
  #crashes: readonly number[] = [];

  /** Takes a crash at a monotonic time in ms. Returns the wait in ms, or undefined: give up. */
  crashed(now: number): number | undefined {
    this.#crashes = [...this.#crashes.filter((time) => now - time < WINDOW_MS), now];
    if (this.#crashes.length >= CRASH_LIMIT) return undefined;
    return FIRST_DELAY_MS * 2 ** (this.#crashes.length - 1);
  }

  /** In words, for the message on giving up. */
  static readonly limit = `${CRASH_LIMIT} times within ${WINDOW_MS / 1000} s`;
}
