/**
 * RITA's order statistics: quartiles by Tukey's halves (the median left out of both), whole seconds and bytes.
 *
 * @module
 */
import { median, medianAbsoluteDeviation } from './beacon-quantile.ts';

/** RITA takes skewness for noise where the quartiles are nearer than this: seconds or bytes. */
const QUARTILES_APART = 10;

/** Mean of 1 − |Bowley skewness| and 1 − MAD/median, rounded as RITA rounds. `flat` is taken for the latter where the median is below 1. */
export function ritaRegularity(values: readonly number[], flat: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [q1, q2, q3] = [median(sorted.slice(0, half)), median(sorted), median(sorted.slice(sorted.length - half))];
  const reliable = q3 - q1 >= QUARTILES_APART && q2 !== q1 && q2 !== q3;
  const skew = reliable ? Math.abs((q1 + q3 - 2 * q2) / (q3 - q1)) : 0;
  const steady = q2 >= 1 ? Math.max(0, (q2 - medianAbsoluteDeviation(sorted)) / q2) : flat;
  return thousandth((1 - skew + steady) / 2);
}

export function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}
