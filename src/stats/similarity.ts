/**
 * How much of one byte range is left in another: position by position, and by content wherever it moved to.
 *
 * @module
 */

/** What became of a range, compared at the same offset. */
export interface RangeChange {
  /** Bytes compared: the shorter of both. */
  readonly compared: number;
  /** Share of positions with the same byte, 0…1. Two random ranges share 1/256. */
  readonly same: number;
  /** The new bytes at the positions that differ. */
  readonly changed: Uint8Array;
  /** The old bytes at the positions that differ. */
  readonly replaced: Uint8Array;
}

/** Compares two ranges that begin at the same offset of a file. */
export function compareRanges(before: Uint8Array, after: Uint8Array): RangeChange {
  const compared = Math.min(before.length, after.length);
  const changed = new Uint8Array(compared);
  const replaced = new Uint8Array(compared);
  let n = 0;
  for (let i = 0; i < compared; i++) {
    if (before[i] === after[i]) continue;
    changed[n] = after[i] as number;
    replaced[n] = before[i] as number;
    n++;
  }
  return {
    compared,
    same: compared === 0 ? 0 : (compared - n) / compared,
    changed: changed.subarray(0, n),
    replaced: replaced.subarray(0, n),
  };
}

/** Length of the pieces that {@link sharedContent} looks for. */
const SHINGLE = 4;

/**
 * Share of the shorter range's 4-byte pieces that occur anywhere in the other: near 1 for an edited
 * document, near 0 for ciphertext (chance of a random piece: n/2³²). 0 when either is shorter than 4.
 */
export function sharedContent(a: Uint8Array, b: Uint8Array): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < SHINGLE) return 0;
  const known = new Uint32Array(Math.max(long.length - SHINGLE + 1, 1));
  for (let i = 0; i < known.length; i++) known[i] = pieceAt(long, i);
  known.sort();
  let shared = 0;
  const pieces = short.length - SHINGLE + 1;
  for (let i = 0; i < pieces; i++) if (holds(known, pieceAt(short, i))) shared++;
  return shared / pieces;
}

/** Binary search. */
function holds(sorted: Uint32Array, value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}

function pieceAt(bytes: Uint8Array, i: number): number {
  return (
    ((bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24)) >>>
    0
  );
}
