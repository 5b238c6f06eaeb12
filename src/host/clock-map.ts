/**
 * A bounded map that forgets what was not used lately (second chance). Using an entry sets a flag and
 * moves nothing, which keeps the hot path at one look-up.
 */

export interface Touchable {
  touched: boolean;
}

export class ClockMap<K, V extends Touchable> {
  readonly #entries = new Map<K, V>();
  readonly #cap: number;
  readonly #onEvict: (key: K, value: V) => void;
  /** Kept between evictions: a fresh iterator would walk over the holes of everything deleted before. */
  #hand: IterableIterator<K>;
  #evictions = 0;

  /** @param onEvict called after an entry was dropped for want of room; not on `delete`. */
  constructor(cap: number, onEvict: (key: K, value: V) => void = () => {}) {
    this.#cap = cap;
    this.#onEvict = onEvict;
    this.#hand = this.#entries.keys();
  }

  get size(): number {
    return this.#entries.size;
  }

  get evictions(): number {
    return this.#evictions;
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) value.touched = true;
    return value;
  }

  /** Adds or replaces; may evict another entry, never this one. A new entry counts as unused until it is got. */
  set(key: K, value: V): void {
    if (!this.#entries.has(key)) {
      while (this.#entries.size >= this.#cap && this.evictOne()) {}
      value.touched = false;
    }
    this.#entries.set(key, value);
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#hand = this.#entries.keys();
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }

  /** Drops the first entry that was not used since the hand last passed it; false when there is none at all. */
  evictOne(): boolean {
    // Two rounds clear every flag, so a victim is found by then.
    for (let round = 0; round < 3; round += 1) {
      for (let next = this.#hand.next(); next.done !== true; next = this.#hand.next()) {
        const key = next.value;
        const value = this.#entries.get(key);
        if (value === undefined) continue;
        if (value.touched) {
          value.touched = false;
          continue;
        }
        this.#entries.delete(key);
        this.#evictions += 1;
        this.#onEvict(key, value);
        return true;
      }
      this.#hand = this.#entries.keys();
    }
    return false;
  }
}
