/**
 * Does a process pass on, over the network, what it is given within this host? Told from the two sessions alone: by
 * the same first bytes, or by bytes that move at the same moments and in like amounts, for a relay that encrypts.
 *
 * @module
 */
import type { NetSession } from '../../../event/index.ts';

/** Where a session stood at one of its snapshots. */
export interface Point {
  readonly tx: number;
  readonly rx: number;
  /** Of the latest byte each way, ms since the epoch; undefined before the first. */
  readonly txAt: number | undefined;
  readonly rxAt: number | undefined;
}

export interface Track {
  readonly startedAt: number;
  readonly first: { readonly tx: Uint8Array; readonly rx: Uint8Array };
  /** Oldest first. */
  readonly points: readonly Point[];
}

/** Fewer are the beginning of a protocol, which many sessions share. */
const SAME_BYTES = 32;
/** A relay passes on what it reads at once; ms. */
const MOMENT = 100;
/** Moments at which both sessions moved bytes the same way. */
const SAME_MOMENTS = 2;
/** What a relay may add for its framing; and so much, once, for a handshake and what it says for itself. */
const OVERHEAD = 1.35;
const OVERHEAD_BYTES = 8192;

export function pointOf({ tx, rx }: NetSession): Point {
  return { tx: tx.bytes, rx: rx.bytes, txAt: tx.lastAt, rxAt: rx.lastAt };
}

/**
 * @param local what is said through the unix socket, as the side that uses the relay sees it
 * @param far the relay's own session
 * @returns how it shows; undefined when it does not
 */
export function relayed(local: Track, far: Track): 'same bytes' | 'same moments' | undefined {
  if (sameBytes(local.first.tx, far.first.tx)) return 'same bytes';
  const tx = sameMoments(local, far, 'tx');
  const rx = sameMoments(local, far, 'rx');
  return tx > 0 && rx > 0 && tx + rx >= SAME_MOMENTS ? 'same moments' : undefined;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length);
  return length >= SAME_BYTES && Buffer.from(a.subarray(0, length)).equals(b.subarray(0, length));
}

/** Moments at which both had moved bytes that way last, and as many of them since the local session began. */
function sameMoments(local: Track, far: Track, way: 'tx' | 'rx'): number {
  const before = far.points.findLast((point) => (point[`${way}At`] ?? 0) < local.startedAt)?.[way] ?? 0;
  const moments = new Set<number>();
  for (const mine of local.points) {
    const at = mine[`${way}At`];
    if (at === undefined || mine[way] === 0) continue;
    const met = far.points.find((point) => Math.abs((point[`${way}At`] ?? 0) - at) <= MOMENT);
    if (met === undefined) continue;
    const passed = met[way] - before;
    if (passed >= mine[way] && passed <= mine[way] * OVERHEAD + OVERHEAD_BYTES) moments.add(at);
  }
  return moments.size;
}
