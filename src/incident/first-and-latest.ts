/**
 * A bounded list that keeps how something began and where it stands: the first few and the latest few.
 */
export class FirstAndLatest<T> {
  readonly #firstLimit: number;
  readonly #latestLimit: number;
  readonly #first: T[] = [];
  readonly #latest: T[] = [];
  #next = 0;
  #omitted = 0;

  constructor(firstLimit: number, latestLimit: number) {
    this.#firstLimit = firstLimit;
    this.#latestLimit = latestLimit;
  }

  add(item: T): void {
    if (this.#first.length < this.#firstLimit) {
      this.#first.push(item);
      return;
    }
    if (this.#latest.length < this.#latestLimit) {
      this.#latest.push(item);
      return;
    }
    this.#latest[this.#next] = item;
    this.#next = (this.#next + 1) % this.#latestLimit;
    this.#omitted += 1;
  }

  /** In the order in which they were added. */
  items(): readonly T[] {
    return [...this.#first, ...this.#latest.slice(this.#next), ...this.#latest.slice(0, this.#next)];
  }

  /** How many were added and are no longer held. */
  get omitted(): number {
    return this.#omitted;
  }

  /** Counts what another list of the same kind had already let go. */
  countOmitted(count: number): void {
    this.#omitted += count;
  }
}
