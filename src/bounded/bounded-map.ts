/**
 * A map with a cap. What was not used lately makes room, half the cap at a time, and evictions are counted.
 *
 * Two generations instead of a list by last use: a lookup of what is in use costs one `Map.get`.
 *
 * @module
 */
export class BoundedMap<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  readonly #half: number;
  readonly #onEvict: ((value: V) => void) | undefined;
  #evictions = 0;

  /**
   * @param limit most entries kept, at least 2; between half and all of them are
   * @param onEvict told of what was dropped for want of room
   */
  constructor(limit: number, onEvict?: (value: V) => void) {
    this.#half = Math.max(Math.floor(limit / 2), 1);
    this.#onEvict = onEvict;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Entries dropped for want of room so far. */
  get evictions(): number {
    return this.#evictions;
  }

  /** Looks up and marks as used. */
  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined || this.#old.size === 0) return young;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.#put(key, old);
    return old;
  }

  /** Looks up without marking. */
  peek(key: K): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: K, value: V): void {
    if (this.#old.size > 0) this.#old.delete(key);
    this.#put(key, value);
  }

  /** The entry, made by `make` when it is not there. */
  obtain(key: K, make: (key: K) => V): V {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    this.#put(key, made);
    return made;
  }

  delete(key: K): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  /** Those not used lately first. */
  *values(): IterableIterator<V> {
    yield* this.#old.values();
    yield* this.#young.values();
  }

  #put(key: K, value: V): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) this.#age();
    this.#young.set(key, value);
  }

  #age(): void {
    this.#evictions += this.#old.size;
    if (this.#onEvict !== undefined) for (const value of this.#old.values()) this.#onEvict(value);
    this.#old = this.#young;
    this.#young = new Map();
  }
}
