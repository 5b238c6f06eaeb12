/**
 * Whether bytes are the beginning of a Zstandard frame (RFC 8878). The native decoder gives nothing before a block is whole, which may be
 * 128 KiB; what a block begins with, the code of its literals, can be checked at once.
 *
 * @module
 */
import { u16le, u32le } from './bytes.ts';

/** The first block of a frame. `type` is 0 raw, 1 a run, 2 compressed. */
export interface Block {
  readonly at: number;
  readonly type: number;
  readonly size: number;
  readonly dictionary: boolean;
}

const MAX_BLOCK = 128 * 1024;

/** undefined when the header is none; `cut` when it does not end within the bytes, which begin with the magic. */
export function firstBlock(bytes: Uint8Array): Block | 'cut' | undefined {
  const descriptor = bytes[4] ?? 0;
  if ((descriptor & 0x08) !== 0) return undefined;
  const single = (descriptor >> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeField = [single, 2, 4, 8][descriptor >> 6] ?? 0;
  const at = 5 + (single ? 0 : 1) + dictionary + sizeField;
  if (bytes.length < at + 3) return 'cut';
  const header = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  const type = (header >> 1) & 3;
  const size = header >> 3;
  if (type === 3 || size > MAX_BLOCK) return undefined;
  return { at: at + 3, type, size, dictionary: dictionary > 0 };
}

/** Whether a compressed block begins with literals whose Huffman code is one. 1 in about 2,000 random beginnings does. */
export function holdsCode(bytes: Uint8Array, { at, type, size }: Block): boolean {
  if (type !== 2 || bytes.length < at + 64) return false;
  const format = ((bytes[at] ?? 0) >> 2) & 3;
  // Literals as they are, or a run of one: nothing to check.
  if (((bytes[at] ?? 0) & 3) !== 2) return false;
  const width = [10, 10, 14, 18][format] ?? 10;
  const head = [3, 3, 4, 5][format] ?? 3;
  const packed = u32le(bytes, at) / 16 + (bytes[at + 4] ?? 0) * 2 ** 28;
  const literals = Math.floor(packed) % 2 ** width;
  const coded = Math.floor(packed / 2 ** width) % 2 ** width;
  if (literals > MAX_BLOCK || coded + head > size || coded >= literals) return false;
  const weights = weightsAt(bytes, at + head);
  return weights !== undefined && isComplete(weights);
}

function weightsAt(bytes: Uint8Array, at: number): readonly number[] | undefined {
  const length = bytes[at] ?? 0;
  if (length < 128) return length === 0 ? undefined : codedWeights(bytes.subarray(at + 1, at + 1 + length));
  return Array.from({ length: length - 127 }, (_, i) => {
    const pair = bytes[at + 1 + (i >> 1)] ?? 0;
    return i % 2 === 0 ? pair >> 4 : pair & 15;
  });
}

/** The last weight is not written: what is left of a power of two, itself one. */
function isComplete(weights: readonly number[]): boolean {
  let sum = 0;
  for (const weight of weights) {
    if (weight > 11) return false;
    if (weight > 0) sum += 2 ** (weight - 1);
  }
  if (sum === 0) return false;
  const bits = Math.floor(Math.log2(sum)) + 1;
  return bits <= 11 && Number.isInteger(Math.log2(2 ** bits - sum));
}

interface Cell {
  readonly symbol: number;
  readonly bits: number;
  readonly base: number;
}

/** Weights in FSE: a table of probabilities, then two states in turn over bits that are read from the end. */
function codedWeights(bytes: Uint8Array): readonly number[] | undefined {
  const found = tableOf(bytes);
  const last = bytes.at(-1) ?? 0;
  if (found === undefined || last === 0) return undefined;
  const { table, log, end } = found;
  let left = bytes.length * 8 - Math.clz32(last) + 24 - 1;
  const take = (n: number): number => {
    let value = 0;
    for (let i = 0; i < n; i++) {
      left -= 1;
      const bit = left >= end * 8 ? ((bytes[left >> 3] ?? 0) >> (left & 7)) & 1 : 0;
      value = value * 2 + bit;
    }
    return value;
  };
  const states = [take(log), take(log)];
  if (left < end * 8) return undefined;
  const weights: number[] = [];
  for (let turn = 0; weights.length < 254; turn = 1 - turn) {
    const cell = table[states[turn] as number] as Cell;
    weights.push(cell.symbol);
    states[turn] = cell.base + take(cell.bits);
    if (left >= end * 8) continue;
    weights.push((table[states[1 - turn] as number] as Cell).symbol);
    return weights;
  }
  return undefined;
}

function tableOf(
  bytes: Uint8Array,
): { readonly table: readonly Cell[]; readonly log: number; readonly end: number } | undefined {
  const log = ((bytes[0] ?? 0) & 15) + 5;
  if (log > 6) return undefined;
  const size = 1 << log;
  let bit = 4;
  const peek = (n: number): number => {
    const at = bit >> 3;
    return ((u16le(bytes, at) + (bytes[at + 2] ?? 0) * 65_536) >> (bit & 7)) & ((1 << n) - 1);
  };
  const shares: number[] = [];
  let remaining = size;
  while (remaining > 0) {
    if (shares.length > 12 || bit > bytes.length * 8) return undefined;
    const bits = 32 - Math.clz32(remaining + 1);
    const spare = 2 ** bits - 1 - (remaining + 1);
    let value = peek(bits);
    const low = value & (2 ** (bits - 1) - 1);
    if (low < spare) {
      value = low;
      bit += bits - 1;
    } else {
      if (value >= 2 ** (bits - 1)) value -= spare;
      bit += bits;
    }
    const share = value - 1;
    shares.push(share);
    remaining -= Math.abs(share);
    if (share !== 0) continue;
    for (let more = 3; more === 3; ) {
      more = peek(2);
      bit += 2;
      for (let i = 0; i < more; i++) shares.push(0);
      if (shares.length > 16) return undefined;
    }
  }
  const end = (bit + 7) >> 3;
  return remaining === 0 && end < bytes.length ? { table: spread(shares, log), log, end } : undefined;
}

function spread(shares: readonly number[], log: number): readonly Cell[] {
  const size = 1 << log;
  const symbols = new Array<number>(size).fill(-1);
  let high = size;
  shares.forEach((share, symbol) => {
    if (share === -1) symbols[--high] = symbol;
  });
  let at = 0;
  shares.forEach((share, symbol) => {
    for (let i = 0; i < share; i++) {
      symbols[at] = symbol;
      do at = (at + (size >> 1) + (size >> 3) + 3) & (size - 1);
      while (at >= high);
    }
  });
  const next = shares.map((share) => Math.abs(share));
  return symbols.map((symbol) => {
    const state = next[symbol] ?? 1;
    next[symbol] = state + 1;
    const bits = log - (31 - Math.clz32(state));
    return { symbol, bits, base: state * 2 ** bits - size };
  });
}
