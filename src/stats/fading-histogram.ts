/**
 * What values are usual, when the old ones count less and less: a histogram of equal bins whose weights halve
 * every so often. Quantiles are as exact as a bin is wide, whatever outliers come, and the size never changes.
 *
 * @module
 */

export interface FadingHistogramShape {
  /** Values below and above fall into the first and last bin. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** After this a value counts half; ms. */
  readonly halfLife: number;
}

export class FadingHistogram {
  readonly #shape: FadingHistogramShape;
  readonly #bins: Float32Array;
  #at = Number.NEGATIVE_INFINITY;

  constructor(shape: FadingHistogramShape) {
    this.#shape = shape;
    this.#bins = new Float32Array(Math.ceil((shape.to - shape.from) / shape.width));
  }

  /** @param time ms; one that is earlier than the latest counts as the latest */
  add(value: number, time: number): void {
    if (Number.isNaN(value)) return;
    this.#fade(time);
    const bin = this.#binOf(value);
    this.#bins[bin] = (this.#bins[bin] as number) + 1;
  }

  /** How many values are left of those added, the old ones counting less. */
  weight(time: number): number {
    return this.#sum(0) * this.#left(time);
  }

  /** The same of those in the bin of `value` and above. */
  weightFrom(value: number, time: number): number {
    return this.#sum(this.#binOf(value)) * this.#left(time);
  }

  /** Quantile `q` in 0…1, at the middle of its bin; undefined for no values. */
  quantile(q: number): number | undefined {
    const whole = this.#sum(0);
    if (whole <= 0) return undefined;
    let below = 0;
    for (let bin = 0; bin < this.#bins.length; bin++) {
      below += this.#bins[bin] as number;
      if (below >= q * whole) return this.#shape.from + (bin + 0.5) * this.#shape.width;
    }
    return this.#shape.to - 0.5 * this.#shape.width;
  }

  #binOf(value: number): number {
    const bin = Math.floor((value - this.#shape.from) / this.#shape.width);
    return Math.min(Math.max(bin, 0), this.#bins.length - 1);
  }

  #sum(first: number): number {
    let sum = 0;
    for (let bin = first; bin < this.#bins.length; bin++) sum += this.#bins[bin] as number;
    return sum;
  }

  #left(time: number): number {
    const passed = time - this.#at;
    return passed > 0 && Number.isFinite(passed) ? 2 ** (-passed / this.#shape.halfLife) : 1;
  }

  #fade(time: number): void {
    const left = this.#left(time);
    if (left < 1)
      for (let bin = 0; bin < this.#bins.length; bin++) this.#bins[bin] = (this.#bins[bin] as number) * left;
    this.#at = Math.max(this.#at, time);
  }
}
