/** What every event has. */
export interface Base {
  /** ms since the Unix epoch, with a fraction (resolution about 0.25 µs). */
  readonly time: number;
  /** Consecutive within one stream; a jump is a loss. Foreign sources number their own. */
  readonly seq: number;
}
