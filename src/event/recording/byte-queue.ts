/** Takes exact numbers of bytes from an iterable of chunks, and knows where it is. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;
  #offset = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /** The next `count` bytes, or fewer at the end. */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [this.#held];
    let size = this.#held.length;
    while (size < count && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#ended = true;
      } else {
        const { buffer, byteOffset, byteLength } = next.value;
        parts.push(Buffer.from(buffer, byteOffset, byteLength));
        size += byteLength;
      }
    }
    const all = parts.length === 1 ? this.#held : Buffer.concat(parts);
    const taken = all.subarray(0, count);
    this.#held = all.subarray(count);
    this.#offset += taken.length;
    return taken;
  }

  /** Up to and with the next newline, which is looked for in `limit` bytes; undefined when there is none. */
  async line(limit: number): Promise<Buffer | undefined> {
    const start = this.#offset;
    const window = await this.take(limit);
    const end = window.indexOf(0x0a);
    const used = end < 0 ? 0 : end + 1;
    this.#held = Buffer.concat([window.subarray(used), this.#held]);
    this.#offset = start + used;
    return end < 0 ? undefined : window.subarray(0, used);
  }

  /** Lets the source go. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
