/**
 * The time of day to a fraction of a millisecond, for comparing what emulations tell with when a finding was read.
 * Node's own origin drifts from the clock of the host where that is corrected, so it is read anew now and then.
 */

/** How long one reading of the host's clock is relied on, ms. A clock is slewed by 0.5 ms a second at most. */
const GOOD_FOR = 2000;

let origin = 0;
let readAt = Number.NEGATIVE_INFINITY;

/** ms since the epoch, with a fraction. */
export function wallClock(): number {
  const now = performance.now();
  if (now - readAt > GOOD_FOR) {
    // The clock tells whole milliseconds: the moment at which it moves on is the exact one.
    const before = Date.now();
    let after = before;
    while (after === before) after = Date.now();
    readAt = performance.now();
    origin = after - readAt;
    return after;
  }
  return origin + now;
}
