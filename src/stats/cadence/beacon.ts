/**
 * How regular are the callbacks of one program to one place? RITA's beacon score: gaps and sizes by Bowley
 * skewness and median absolute deviation, how long it went on, and how evenly it is spread; 0.25 each.
 *
 * After RITA 5 (Active Countermeasures, analysis/beacon): MAD is taken against the median, and duration and
 * spread against the time observed, since a host's first hour has no day to compare with.
 *
 * @module
 */
import { evenness } from './beacon-histogram.ts';
import { bowleySkew, median, medianAbsoluteDeviation } from './beacon-quantile.ts';

/** One callback: when (ms), and how many bytes were sent. */
export interface Callback {
  readonly time: number;
  readonly size: number;
}

export interface BeaconScore {
  /** Mean of the four parts, 0 to 1. */
  readonly score: number;
  /** Regularity of the gaps, 0 to 1. */
  readonly gaps: number;
  /** Sameness of the sizes. */
  readonly sizes: number;
  readonly duration: number;
  readonly spread: number;
  /** Regularity of the ratio of successive gaps: high for intervals that grow or shrink steadily. */
  readonly drift: number;
  /** Longest gap over the shortest, at least 1; one in ten is left out at either end. Infinite where the shortest is 0. */
  readonly reach: number;
  /** ms */
  readonly medianGap: number;
  readonly medianSize: number;
  readonly callbacks: number;
}

/** Fewer gaps than this have no quartiles worth the name. */
const BEACON_MIN_CALLBACKS = 5;

/** Scores callbacks in time order; undefined for fewer than {@link BEACON_MIN_CALLBACKS} or no time between them. */
export function scoreBeacon(callbacks: readonly Callback[]): BeaconScore | undefined {
  if (callbacks.length < BEACON_MIN_CALLBACKS) return undefined;
  const times = callbacks.map((callback) => callback.time).sort((a, b) => a - b);
  const gapList = times.slice(1).map((time, i) => time - (times[i] as number));
  const medianGap = median(gapList);
  if (medianGap <= 0) return undefined;
  const sizeList = callbacks.map((callback) => callback.size);
  const gaps = regularity(gapList);
  const sizes = regularity(sizeList);
  const duration = coverage(times, medianGap);
  const spread = evenness(times);
  const ratios = gapList.slice(1).map((gap, i) => gap / Math.max(gapList[i] as number, 1));
  return {
    score: (gaps + sizes + duration + spread) / 4,
    gaps,
    sizes,
    duration,
    spread,
    drift: ratios.length < 3 ? 0 : regularity(ratios),
    reach: reach(gapList),
    medianGap,
    medianSize: median(sizeList),
    callbacks: callbacks.length,
  };
}

/** Mean of 1 − |Bowley skewness| and 1 − MAD/median (0 when MAD exceeds the median). */
function regularity(values: readonly number[]): number {
  // The quartiles of a handful of values are noise, so the skewness of few counts for less (not in RITA, which waits for more).
  const skew = Math.abs(bowleySkew(values)) * (values.length / (values.length + 12));
  const middle = median(values);
  const deviation = medianAbsoluteDeviation(values);
  const steady = middle > 0 ? Math.max(0, 1 - deviation / middle) : deviation === 0 ? 1 : 0;
  return (1 - skew + steady) / 2;
}

function reach(gaps: readonly number[]): number {
  const sorted = [...gaps].sort((a, b) => a - b);
  const left = Math.floor(sorted.length / 10);
  return (sorted.at(-1 - left) as number) / (sorted[left] as number);
}

/** Share of the time from first to last in which no callback was missing for longer than three median gaps. */
function coverage(times: readonly number[], medianGap: number): number {
  const whole = (times.at(-1) as number) - (times[0] as number);
  let missing = 0;
  for (let i = 1; i < times.length; i++) {
    const gap = (times[i] as number) - (times[i - 1] as number);
    if (gap > 3 * medianGap) missing += gap - medianGap;
  }
  return whole <= 0 ? 0 : Math.max(0, 1 - missing / whole);
}
