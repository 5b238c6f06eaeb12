/**
 * The streaming decoder of the sensor's byte stream, live and recorded. No I/O and no clock; the
 * same bytes give the same events however they are cut into chunks.
 *
 * A sensor that was killed leaves a partial record and then, started again, a new CW_HELLO. Bytes that
 * are no record are therefore searched for one: found where a partial record explains it, the stream
 * goes on after a gap `sensor_restarted`. Otherwise the stream is corrupt: `strict` (recordings)
 * throws, else a gap `corrupt` is given and the search goes on.
 */
import { EventError } from './error.ts';
import type { Event } from './event.ts';
import { confirmedSize, plausibleSize, readU64 } from './framing.ts';
import type { Gap } from './gap.ts';
import { HELLO } from './hello.ts';
import type { RecordKind } from './record.ts';
import { RecordReader } from './record-reader.ts';
import { RECORDS } from './registry.ts';
import { findHello, HELLO_HEAD, isHello } from './resync.ts';
import { CONTRACT_MAJOR, HEADER, MAX_RECORD, RecordType } from './wire.ts';

/** A jump of the sequence by more than this is taken for corruption: an hour of a million records a second. */
const MAX_JUMP = 2 ** 32;
/** At a jump, a time so far before or after the last record's is taken for corruption; ms. */
const MAX_TIME_BACK = 60_000;
const MAX_TIME_AHEAD = 30 * 86_400_000;

export interface DecoderOptions {
  /** Throw on corruption instead of searching on. Default false. */
  readonly strict?: boolean;
}

const kinds: readonly (RecordKind | undefined)[] = RECORDS.reduce<(RecordKind | undefined)[]>((all, kind) => {
  all[kind.type] = kind;
  return all;
}, []);

const header = HEADER.at;
const NO_BYTES = Buffer.alloc(0);

export class Decoder {
  readonly #strict: boolean;
  readonly #reader = new RecordReader();
  /** Kept between chunks: the last record's end (a hello may begin in it) and what follows it. */
  #carry: Buffer = NO_BYTES;
  #joint: Buffer = NO_BYTES;
  /** Stream offset of the first byte of `#carry`. */
  #origin = 0;
  /** Where in `#carry` decoding goes on. */
  #resume = 0;
  /** Stream offset of the bytes that are no record, while a hello is searched for. */
  #lostAt: number | undefined;
  /** Stream offset before which the hello after a partial record must begin. */
  #explainedTo = 0;
  #declared = false;
  #headed = false;
  #expected = 0;
  #lastTime: number | undefined;
  #records = 0;
  #unknown = 0;
  #skipped = 0;
  #failure: unknown;

  constructor(options: DecoderOptions = {}) {
    this.#strict = options.strict ?? false;
  }

  /** Records decoded. */
  get records(): number {
    return this.#records;
  }

  /** Records of a type, or with a value, that this version does not know: skipped. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Bytes that were no record. */
  get skipped(): number {
    return this.#skipped;
  }

  /** What ended decoding for good, once it did. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * Takes the next bytes of the stream; the chunk is not kept.
   * @returns the events completed by it, in stream order.
   * @throws EventError `contract`, or when strict `corrupt`; the events before it are handed out
   *   first, so it may be thrown by the next call.
   */
  push(chunk: Uint8Array): readonly Event[] {
    if (this.#failure !== undefined) throw this.#failure;
    const events: Event[] = [];
    try {
      this.#take(chunk, events);
    } catch (error) {
      this.#failure = error;
      if (events.length === 0) throw error;
    }
    return events;
  }

  /**
   * The stream is over. A partial record at its end is dropped: its writer was killed.
   * @returns an event that waited for what follows it.
   * @throws EventError what `push` held back; when strict, `corrupt` while bytes are no record.
   */
  end(): readonly Event[] {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#lostAt !== undefined) {
      if (!this.#strict) return [];
      this.#failure = this.#corrupt(this.#lostAt);
      throw this.#failure;
    }
    const events: Event[] = [];
    const bytes = this.#carry;
    const size = this.#framed(bytes, this.#resume);
    if (size > 0) {
      this.#reader.frame(bytes);
      this.#record(bytes, this.#resume, size, events);
    }
    this.#carry = NO_BYTES;
    this.#resume = 0;
    return events;
  }

  #take(chunk: Uint8Array, events: Event[]): void {
    const bytes = this.#joined(chunk);
    const reader = this.#reader;
    reader.frame(bytes);
    let last = 0;
    let at = this.#resume;
    let hidden = findHello(bytes, at + 1);
    while (true) {
      if (this.#lostAt !== undefined) {
        const found = this.#search(bytes, at, events);
        last = found.at;
        at = found.at;
        if (!found.hello) break;
      }
      let size = this.#framed(bytes, at);
      let explained = HEADER.size;
      if (hidden >= 0 && hidden <= at) hidden = findHello(bytes, at + 1);
      if (size > 0 && hidden >= 0 && hidden + HELLO_HEAD <= at + size) {
        explained = size;
        size = confirmedSize(bytes, at, size);
      }
      if (size === 0) break;
      if (size < 0) {
        this.#lostAt = this.#origin + at;
        this.#explainedTo = this.#lostAt + explained;
        // Within a record that failed, or across the end of the last one: a whole hello inside that was confirmed to be content.
        at = explained > HEADER.size ? at + 1 : at - Math.min(at - last, HELLO_HEAD - 1);
        continue;
      }
      last = at;
      at += size;
      this.#record(bytes, last, size, events);
    }
    const kept = at - Math.min(at - last, HELLO_HEAD - 1);
    this.#carry = kept < bytes.length ? Buffer.from(bytes.subarray(kept)) : NO_BYTES;
    this.#origin += kept;
    this.#resume = at - kept;
  }

  /** What was carried over and the chunk, in a buffer that serves again: events keep nothing of it. */
  #joined(chunk: Uint8Array): Buffer {
    const carried = this.#carry.length;
    if (carried === 0) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const size = carried + chunk.length;
    if (this.#joint.length < size) this.#joint = Buffer.allocUnsafeSlow(size + MAX_RECORD);
    this.#carry.copy(this.#joint);
    this.#joint.set(chunk, carried);
    return this.#joint.subarray(0, size);
  }

  /** Size of the record at `at`; 0 when it is not there as a whole, -1 when what is there is no record. */
  #framed(bytes: Buffer, at: number): number {
    const there = bytes.length - at;
    if (there < HEADER.size) return 0;
    if (!plausibleSize(bytes, at)) return -1;
    const size = bytes.readUInt32LE(at + header.size);
    const type = bytes.readUInt16LE(at + header.type);
    if (type === RecordType.values.HELLO) {
      if (size < HELLO_HEAD) return -1;
      if (there < HELLO_HEAD) return 0;
      if (!isHello(bytes, at)) return -1;
    } else {
      const jump = readU64(bytes, at + header.seq) - this.#expected;
      if (!this.#headed) return -1;
      if (jump !== 0 && !this.#plausible(jump, readU64(bytes, at + header.time_ns))) return -1;
    }
    return there < size ? 0 : size;
  }

  /** Whether records may be missing here, rather than these bytes being no header. @param timeNs CLOCK_BOOTTIME */
  #plausible(jump: number, timeNs: number): boolean {
    const elapsed = this.#reader.bootedAt + timeNs / 1e6 - (this.#lastTime ?? 0);
    return jump > 0 && jump <= MAX_JUMP && elapsed >= -MAX_TIME_BACK && elapsed <= MAX_TIME_AHEAD;
  }

  #record(bytes: Buffer, at: number, size: number, events: Event[]): void {
    const reader = this.#reader;
    const type = bytes.readUInt16LE(at + header.type);
    const seq = readU64(bytes, at + header.seq);
    const kind = kinds[type];
    reader.open(at, size, kind?.fixed ?? 0);
    if (type === RecordType.values.HELLO) this.#head(at);
    reader.seq = seq;
    reader.time = reader.moment(header.time_ns);
    if (type === RecordType.values.HELLO) {
      if (this.#lastTime !== undefined) events.push(this.#gap('sensor_restarted', reader.time, seq));
    } else if (seq !== this.#expected) {
      events.push(this.#gap('sequence', reader.time, seq, seq - this.#expected));
    }
    this.#expected = seq + 1;
    this.#lastTime = reader.time;
    this.#records += 1;
    const event = kind?.decode(reader);
    if (event === undefined) this.#unknown += 1;
    else events.push(event);
  }

  /** Takes the clock from a hello. */
  #head(at: number): void {
    const reader = this.#reader;
    const major = reader.u16(HELLO.at.contract_major);
    if (major !== CONTRACT_MAJOR) {
      throw new EventError(
        'contract',
        this.#origin + at,
        `the stream speaks contract ${major}.${reader.u16(HELLO.at.contract_minor)}, this program ${CONTRACT_MAJOR}.x: use the sensor and engine of one release`,
      );
    }
    const realtime = reader.exact64(HELLO.at.realtime_ns);
    const boottime = reader.exact64(header.time_ns);
    reader.bootedAt = Number(BigInt(realtime) - BigInt(boottime)) / 1e6;
    this.#headed = true;
  }

  /** Searches for a hello from `from`. `at`: where it begins, or from where to search on when more is there. */
  #search(bytes: Buffer, from: number, events: Event[]): { readonly at: number; readonly hello: boolean } {
    const lostAt = this.#lostAt ?? 0;
    const found = findHello(bytes, from);
    const at = found >= 0 ? found : Math.max(from, bytes.length - HELLO_HEAD + 1);
    if (!this.#declared && this.#origin + at >= this.#explainedTo) {
      if (this.#strict) throw this.#corrupt(lostAt);
      this.#declared = true;
      const time = this.#lastTime ?? 0;
      if (this.#lastTime !== undefined) events.push(this.#gap('corrupt', time, this.#expected));
    }
    this.#skipped += Math.max(this.#origin + at - Math.max(this.#origin + from, lostAt), 0);
    if (found < 0) return { at, hello: false };
    this.#lostAt = undefined;
    this.#declared = false;
    return { at, hello: true };
  }

  #corrupt(at: number): EventError {
    return new EventError(
      'corrupt',
      at,
      this.#headed ? 'the bytes are no record' : 'the stream does not begin with a hello',
    );
  }

  #gap(reason: Gap['reason'], time: number, seq: number, missing?: number): Gap {
    const since = this.#lastTime ?? time;
    return { kind: 'gap', reason, time, seq, since, ...(missing !== undefined && { missing }) };
  }
}
