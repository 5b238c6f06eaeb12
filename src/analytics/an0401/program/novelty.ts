/**
 * What is new on this host, once it has been watched for long enough to say so.
 *
 * @module
 */

/** When something was first seen, and for how long the host had been watched by then; ms. */
export interface FirstSeen {
  readonly at: number;
  readonly watched: number;
}

/** Before this, everything is new; ms. */
export const WARM_UP = 3_600_000;
/** What has run for a day is new no longer; ms. */
const NEW_FOR = 86_400_000;
/** Weight of an image or a destination that is new, nats. Of a new image every destination is: it counts once. */
export const NOVELTY = 0.5;

export function isNewHere({ at, watched }: FirstSeen, now: number): boolean {
  return watched >= WARM_UP && now - at < NEW_FOR;
}
