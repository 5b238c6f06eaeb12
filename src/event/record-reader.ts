/**
 * Reads the fields of one record in place. A record may be cut: what lies beyond its end is zero. One
 * reader serves a whole stream; `frame` gives it each chunk and `open` each record in it.
 */
import { type FileKey, fileKey, type PlaceKey, type ProcessKey, placeKey, processKey } from './key.ts';
import { PLACE, PROCESS } from './wire.ts';

const TWO_32 = 0x1_0000_0000;
/** High halves below this leave a 64-bit value exact as a double. */
const EXACT_HIGH = 0x20_0000;
/** Slots of each direct-mapped cache of key strings; a power of two. Working sets are a few hundred processes and directories. */
const CACHE_SLOTS = 2048;

interface Keyed {
  readonly low: number;
  readonly high: number;
  readonly a: number;
  readonly b: number;
  readonly key: string;
}

export class RecordReader {
  /** Of the open record: ms since the epoch. */
  time = 0;
  /** Of the open record. */
  seq = 0;
  /** Bytes of the chunk, or of the zero-filled copy of a cut record. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where the open record begins in `bytes`. */
  start = 0;
  /** Where the open record ends in `bytes`. */
  end = 0;
  /** ms since the epoch at which CLOCK_BOOTTIME was 0. */
  bootedAt = 0;

  #view: DataView = new DataView(new ArrayBuffer(0));
  #chunk: Buffer = this.bytes;
  #chunkView = this.#view;
  #scratch = Buffer.alloc(0);
  #scratchView = this.#view;
  readonly #processes: (Keyed | undefined)[] = new Array(CACHE_SLOTS).fill(undefined);
  readonly #places: (Keyed | undefined)[] = new Array(CACHE_SLOTS).fill(undefined);

  frame(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#chunkView = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    this.bytes = chunk;
    this.#view = this.#chunkView;
  }

  /**
   * @param fixed how many bytes the record's decoder reads without looking at `end`; a shorter
   *   record is copied and filled up with zeros.
   */
  open(start: number, size: number, fixed: number): void {
    if (size >= fixed) {
      this.bytes = this.#chunk;
      this.#view = this.#chunkView;
      this.start = start;
      this.end = start + size;
      return;
    }
    if (this.#scratch.length < fixed) {
      this.#scratch = Buffer.alloc(fixed);
      this.#scratchView = new DataView(this.#scratch.buffer, this.#scratch.byteOffset, this.#scratch.length);
    }
    this.#scratch.fill(0);
    this.#chunk.copy(this.#scratch, 0, start, start + size);
    this.bytes = this.#scratch;
    this.#view = this.#scratchView;
    this.start = 0;
    this.end = fixed;
  }

  u8(at: number): number {
    return this.#view.getUint8(this.start + at);
  }

  u16(at: number): number {
    return this.#view.getUint16(this.start + at, true);
  }

  u32(at: number): number {
    return this.#view.getUint32(this.start + at, true);
  }

  /** Rounded to a double above 2^53. */
  u64(at: number): number {
    return this.u32(at) + this.u32(at + 4) * TWO_32;
  }

  /** Exact at any size. */
  exact64(at: number): number | bigint {
    return this.u32(at + 4) < EXACT_HIGH ? this.u64(at) : this.#view.getBigUint64(this.start + at, true);
  }

  hex64(at: number): string {
    return this.exact64(at).toString(16);
  }

  flag(at: number, bit: number): boolean {
    return (this.u32(at) & bit) !== 0;
  }

  /** A CLOCK_BOOTTIME field, ns, as ms since the epoch. */
  moment(at: number): number {
    return this.bootedAt + this.u64(at) / 1e6;
  }

  /** Text up to its NUL, `max` or the record's end, whichever comes first. */
  text(at: number, max: number): string {
    const bytes = this.bytes;
    const from = this.start + at;
    const limit = Math.min(from + max, this.end);
    let seen = 0;
    let to = from;
    while (to < limit) {
      const byte = bytes[to] as number;
      if (byte === 0) break;
      seen |= byte;
      to += 1;
    }
    if (to <= from) return '';
    return seen < 0x80 ? bytes.toString('latin1', from, to) : bytes.toString('utf8', from, to);
  }

  /** A copy of `length` bytes; zeros stand for what was cut. */
  copy(at: number, length: number): Uint8Array {
    const from = this.start + at;
    if (from + length <= this.end) return plainSlice(this.bytes, from, from + length);
    const out = new Uint8Array(length);
    if (this.end > from) out.set(this.bytes.subarray(from, this.end));
    return out;
  }

  /** A struct cw_process. */
  process(at: number): ProcessKey {
    const low = this.u32(at + PROCESS.at.start_ns);
    const high = this.u32(at + PROCESS.at.start_ns + 4);
    const pid = this.u32(at + PROCESS.at.pid);
    const slot = (pid ^ low) & (CACHE_SLOTS - 1);
    const known = this.#processes[slot];
    if (known !== undefined && known.low === low && known.a === pid && known.high === high) return known.key;
    const key = processKey(pid, this.exact64(at + PROCESS.at.start_ns));
    this.#processes[slot] = { low, high, a: pid, b: 0, key };
    return key;
  }

  pid(at: number): number {
    return this.u32(at + PROCESS.at.pid);
  }

  file(devAt: number, inoAt: number): FileKey {
    return fileKey(this.u32(devAt), this.exact64(inoAt));
  }

  /** A struct cw_place. */
  place(at: number): PlaceKey {
    return this.placeOf(at + PLACE.at.dev, at + PLACE.at.ino, at + PLACE.at.mnt_id);
  }

  placeOf(devAt: number, inoAt: number, mountAt: number): PlaceKey {
    const low = this.u32(inoAt);
    const high = this.u32(inoAt + 4);
    const dev = this.u32(devAt);
    const mount = this.u32(mountAt);
    const slot = (low ^ mount ^ dev) & (CACHE_SLOTS - 1);
    const known = this.#places[slot];
    if (known !== undefined && known.low === low && known.a === dev && known.b === mount && known.high === high) {
      return known.key;
    }
    const key = placeKey(dev, this.exact64(inoAt), mount);
    this.#places[slot] = { low, high, a: dev, b: mount, key };
    return key;
  }
}

/** A Uint8Array of its own; `Buffer.slice` would share memory and keep the whole chunk alive. */
function plainSlice(bytes: Buffer, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.buffer.slice(bytes.byteOffset + from, bytes.byteOffset + to));
}
