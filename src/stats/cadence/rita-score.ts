/**
 * RITA's beacon score as it is published, for comparison: RITA 5 (Active Countermeasures, analysis/beacons.go) with its
 * default settings. What is judged by is `scoreBeacon`, which says where it departs from this.
 *
 * @module
 */
import type { Callback } from './beacon.ts';
import { timeHistogram } from './beacon-histogram.ts';
import { ritaRegularity, thousandth } from './rita-quantile.ts';

/** Parts of the data set, in RITA a day's hours. */
const BARS = 24;
/** Bars with callbacks from which duration counts, and how many in a row are full marks. */
const DURATION_BARS = 6;
const DURATION_RUN = 12;
/** Bars from which two levels of activity count as even, the width of a level, and the bars left out. */
const BIMODAL_BARS = 11;
const BIMODAL_WIDTH = 0.05;
const BIMODAL_LEFT_OUT = 1;

interface RitaScore {
  /** Mean of the four parts, 0 to 1. */
  readonly score: number;
  readonly gaps: number;
  readonly sizes: number;
  readonly duration: number;
  readonly spread: number;
}

/**
 * Scores callbacks within a data set that lasts from `from` to `to`, ms.
 * Undefined for fewer than four, for fewer than three gaps of a second or more, and for an empty data set.
 */
export function ritaScore(callbacks: readonly Callback[], from: number, to: number): RitaScore | undefined {
  const times = callbacks.map(({ time }) => Math.floor(time / 1000)).sort((a, b) => a - b);
  const [begin, end] = [Math.floor(from / 1000), Math.floor(to / 1000)];
  const gapList = times.slice(1).map((time, i) => time - (times[i] as number));
  const moved = gapList.filter((gap) => gap > 0);
  if (times.length < 4 || moved.length < 3 || end <= begin) return undefined;
  const gaps = ritaRegularity(moved, 1);
  const sizes = ritaRegularity(
    callbacks.map(({ size }) => size),
    0,
  );
  const bars = timeHistogram([begin, ...times, end], BARS).map(
    (count, i) => count - Number(i === 0) - Number(i === BARS - 1),
  );
  const spread = Math.max(evenly(bars), twoLevels(bars));
  const lasted = (times.at(-1) as number) - (times[0] as number);
  const duration = lastingOf(bars, lasted / (end - begin));
  return { score: thousandth((gaps + sizes + duration + spread) / 4), gaps, sizes, duration, spread };
}

/** 1 − coefficient of variation. */
function evenly(bars: readonly number[]): number {
  const mean = bars.reduce((sum, bar) => sum + bar, 0) / bars.length;
  const deviation = Math.sqrt(bars.reduce((sum, bar) => sum + (bar - mean) ** 2, 0) / bars.length);
  return Math.max(0, thousandth(1 - deviation / mean));
}

/** Share of the bars that stand on one of the two commonest levels. */
function twoLevels(bars: readonly number[]): number {
  const there = bars.filter((bar) => bar > 0);
  if (there.length < BIMODAL_BARS) return 0;
  const width = Math.ceil(Math.max(...there) * BIMODAL_WIDTH);
  const levels = new Map<number, number>();
  for (const bar of there) levels.set(Math.floor(bar / width), (levels.get(Math.floor(bar / width)) ?? 0) + 1);
  const [first = 0, second = 0] = [...levels.values()].sort((a, b) => b - a);
  return Math.min(1, thousandth((first + second) / (there.length - BIMODAL_LEFT_OUT)));
}

/** Whichever is more: how much of the data set it spans, or its longest run of bars, around the end too. */
function lastingOf(bars: readonly number[], coverage: number): number {
  if (bars.filter((bar) => bar > 0).length < DURATION_BARS) return 0;
  let longest = 0;
  let run = 0;
  for (const bar of [...bars, ...bars]) {
    run = bar > 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  const up = (value: number) => Math.min(1, Math.ceil(value * 1000) / 1000);
  return Math.max(up(coverage), up(Math.min(longest, bars.length) / DURATION_RUN));
}
