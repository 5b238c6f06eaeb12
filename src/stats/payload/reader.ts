/**
 * A cursor over bytes that may end anywhere: reading beyond the end gives undefined and never throws.
 *
 * @module
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get rest(): number {
    return this.#bytes.length - this.#at;
  }

  /** Big-endian unsigned integer of 1 to 4 bytes; undefined, and nothing consumed, when cut. */
  uint(width: 1 | 2 | 3 | 4): number | undefined {
    if (this.rest < width) return undefined;
    let value = 0;
    for (let i = 0; i < width; i++) value = value * 256 + (this.#bytes[this.#at + i] as number);
    this.#at += width;
    return value;
  }

  /** Exactly `length` bytes, or undefined (and nothing consumed) when cut. */
  take(length: number): Uint8Array | undefined {
    if (length < 0 || this.rest < length) return undefined;
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** At most `length` bytes. */
  upTo(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + Math.max(0, Math.min(length, this.rest)));
    this.#at += taken.length;
    return taken;
  }
}

/** Every big-endian 16-bit value of a list; an odd last byte is left out. */
export function uint16List(bytes: Uint8Array): readonly number[] {
  const values: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) values.push(((bytes[i] as number) << 8) | (bytes[i + 1] as number));
  return values;
}
