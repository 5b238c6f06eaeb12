/**
 * A map with a cap: the entry that was used longest ago makes room, and evictions are counted.
 *
 * @module
 */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #limit: number;
  #evictions = 0;

  /** @param limit entries kept, at least 1 */
  constructor(limit: number) {
    this.#limit = Math.max(limit, 1);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Entries dropped for want of room so far. */
  get evictions(): number {
    return this.#evictions;
  }

  /** Looks up and marks as used. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  /** Looks up without marking. */
  peek(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
    this.#evictions++;
  }

  /** The entry, made by `make` when it is not there. */
  obtain(key: K, make: () => V): V {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }
}
