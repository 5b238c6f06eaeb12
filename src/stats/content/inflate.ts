/**
 * Whether bytes are the beginning of a DEFLATE stream (RFC 1951): reads it as a decoder would, but keeps nothing. A
 * native decoder costs an allocation of tens of kilobytes for each of the short ranges that are asked about here.
 *
 * @module
 */

/** Bytes that are read at most: a stream that is none fails within the first dozens. */
const ENOUGH = 256;

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12_289, 16_385, 24_577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_BITS = 15;

/** A stream that gave so many bytes was one. */
const LONG = 256;

/** The bytes are used up: what was read so far was sound. */
const OUT = -1;
/** No decoder takes this. */
const BAD = -2;

/** Canonical Huffman code: how many codes of each length, and the symbols in their order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

class Bits {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #bit = 0;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = Math.min(bytes.length, from + ENOUGH);
  }

  /** `n` ≤ 16 bits, or OUT. */
  take(n: number): number {
    let value = 0;
    for (let i = 0; i < n; i++) {
      if (this.#at >= this.#end) return OUT;
      value |= (((this.#bytes[this.#at] as number) >> this.#bit) & 1) << i;
      this.#bit += 1;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#at += 1;
      }
    }
    return value;
  }

  /** The next symbol, OUT or BAD. */
  symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      if (this.#at >= this.#end) return OUT;
      code |= ((this.#bytes[this.#at] as number) >> this.#bit) & 1;
      this.#bit += 1;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#at += 1;
      }
      const count = counts[length] as number;
      if (code - count < first) return symbols[index + (code - first)] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return BAD;
  }

  /** Bytes behind the current one. */
  get left(): number {
    return this.#bytes.length - this.#at - (this.#bit > 0 ? 1 : 0);
  }

  /** Whether another member of a gzip file begins so many bytes on. */
  followedByGzip(after: number): boolean {
    const at = this.#bytes.length - this.left + after;
    return this.#bytes[at] === 0x1f && this.#bytes[at + 1] === 0x8b;
  }

  /** Skips to the next byte and over `n` of them; false when they end. */
  skip(n: number): boolean {
    if (this.#bit > 0) this.#at += 1;
    this.#bit = 0;
    this.#at += n;
    return this.#at < this.#end;
  }
}

/**
 * @param from where the stream begins
 * @param trailer bytes that follow it when it ends: a random range, too, seems to end now and then, but early
 */
export function inflates(bytes: Uint8Array, from = 0, trailer = Number.POSITIVE_INFINITY): boolean {
  const bits = new Bits(bytes, from);
  let produced = 0;
  for (;;) {
    const final = bits.take(1);
    const type = bits.take(2);
    if (type === OUT) return true;
    if (type === 3) return false;
    if (type === 0) {
      bits.skip(0);
      const length = bits.take(16);
      const check = bits.take(16);
      if (check === OUT) return true;
      if (length !== (~check & 0xffff)) return false;
      produced += length;
      if (!bits.skip(length)) return true;
    } else {
      const codes = type === 1 ? FIXED : dynamicCodes(bits);
      if (codes === OUT || codes === BAD) return codes === OUT;
      produced = block(bits, codes, produced);
      if (produced < 0) return produced === OUT;
    }
    if (final === 1) return produced >= LONG || bits.left <= trailer || bits.followedByGzip(trailer);
  }
}

interface Codes {
  readonly literals: Code;
  readonly distances: Code;
}

/** Bytes produced so far, OUT or BAD. */
function block(bits: Bits, { literals, distances }: Codes, before: number): number {
  let produced = before;
  for (;;) {
    const symbol = bits.symbol(literals);
    if (symbol < 0) return symbol;
    if (symbol < 256) produced += 1;
    else if (symbol === 256) return produced;
    else {
      if (symbol > 285) return BAD;
      const length = bits.take(LENGTH_EXTRA[symbol - 257] as number);
      if (length < 0) return OUT;
      const far = bits.symbol(distances);
      if (far < 0 || far > 29) return far === OUT ? OUT : BAD;
      const extra = bits.take(DISTANCE_EXTRA[far] as number);
      if (extra < 0) return OUT;
      if ((DISTANCE_BASE[far] as number) + extra > produced) return BAD;
      produced += (LENGTH_BASE[symbol - 257] as number) + length;
    }
  }
}

function dynamicCodes(bits: Bits): Codes | typeof OUT | typeof BAD {
  const literals = bits.take(5) + 257;
  const distances = bits.take(5) + 1;
  const given = bits.take(4);
  if (given === OUT) return OUT;
  if (literals > 286 || distances > 30) return BAD;
  const lengths = new Uint8Array(320);
  for (let i = 0; i < given + 4; i++) {
    const length = bits.take(3);
    if (length < 0) return OUT;
    lengths[ORDER[i] as number] = length;
  }
  const meta = codeOf(lengths.subarray(0, 19), false);
  if (meta === undefined) return BAD;
  lengths.fill(0);
  for (let i = 0; i < literals + distances; ) {
    const symbol = bits.symbol(meta);
    if (symbol < 0) return symbol === OUT ? OUT : BAD;
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    if (symbol === 16 && i === 0) return BAD;
    const repeated = symbol === 16 ? (lengths[i - 1] as number) : 0;
    const more = symbol === 16 ? bits.take(2) : bits.take(symbol === 17 ? 3 : 7);
    if (more < 0) return OUT;
    const end = i + more + (symbol === 18 ? 11 : 3);
    if (end > literals + distances) return BAD;
    lengths.fill(repeated, i, end);
    i = end;
  }
  if (lengths[256] === 0) return BAD;
  const literal = codeOf(lengths.subarray(0, literals), false);
  const distance = codeOf(lengths.subarray(literals, literals + distances), true);
  return literal === undefined || distance === undefined ? BAD : { literals: literal, distances: distance };
}

/** undefined for lengths that are no code: over-subscribed, or incomplete where only a single code may be. */
function codeOf(lengths: Uint8Array, sparse: boolean): Code | undefined {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  const used = lengths.length - (counts[0] as number);
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length++) {
    left = left * 2 - (counts[length] as number);
    if (left < 0) return undefined;
  }
  if (left > 0 && !(used <= 1 && (sparse || used === 1))) return undefined;
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let length = 1; length <= MAX_BITS; length++) {
    offsets[length + 1] = (offsets[length] as number) + (counts[length] as number);
  }
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] as number;
    if (length === 0) continue;
    symbols[offsets[length] as number] = i;
    offsets[length] = (offsets[length] as number) + 1;
  }
  return { counts, symbols };
}

const FIXED: Codes = {
  literals: codeOf(
    Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    false,
  ) as Code,
  distances: codeOf(new Uint8Array(32).fill(5), false) as Code,
};

/** Where the DEFLATE stream of a gzip file begins (RFC 1952), beyond the range when its header does not end in it. */
export function gzipBody(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    while (at < bytes.length && bytes[at] !== 0) at += 1;
    at += 1;
  }
  return (flags & 2) === 0 ? at : at + 2;
}
