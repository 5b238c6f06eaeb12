/**
 * What is known of one file in use: a few ranges of its content, who made and who read it, what became of it.
 *
 * @module
 */
import type { FileKey, FileSession, Sample } from '../../../event/index.ts';
import { type Content, classifyQuickly } from '../../../stats/index.ts';
import type { Range } from '../loss/transition.ts';
import type { Deed } from './deed.ts';
import type { Output } from './output.ts';

/** Somebody's reading of a file. */
export interface Reading extends Deed {
  readonly record: FileRecord;
  time: number;
  openedAt: number;
  /** Of the file, bytes. */
  size: number;
  /** Read to (nearly) its end, as what is encrypted must be. */
  whole: boolean;
  /** Some of it was moved by the kernel and passed no buffer. */
  spliced: boolean;
}

/** How an original disappeared. */
export interface Gone extends Deed {
  readonly how: 'removed' | 'replaced';
  /** The path that it lost. */
  readonly path: string;
  /** What was renamed over it. */
  readonly by?: FileKey;
}

const MAX_RANGES = 4;
const MAX_READERS = 4;
const NO_RANGES: readonly Range[] = [];
const NO_READERS: Reading[] = [];

export class FileRecord {
  readonly file: FileKey;
  size = 0;
  links = 1;
  /** When the first session with it began that is known, ms since the epoch. */
  since = Number.POSITIVE_INFINITY;
  /** The session, by process and time, that wrote all of it through a descriptor that it inherited. */
  filledBy: string | undefined = undefined;
  createdBy: Deed | undefined = undefined;
  /** Latest readers, at most 4, in the order in which they first read. */
  readers: Reading[] = NO_READERS;
  /** What was written, when it was created or rewritten from nothing. */
  output: Output | undefined = undefined;
  /** Files written beside it whose size says that they can have been made of it: exactly, or roughly. */
  exact: Output | undefined = undefined;
  loose: Output | undefined = undefined;
  /** A plaintext copy of it that its reader wrote. */
  copy: FileRecord | undefined = undefined;
  gone: Gone | undefined = undefined;
  destroyed = false;
  /** Cut to nothing, and not written since: what was in it is what the next writer replaces. */
  emptied = false;
  #ranges: readonly Range[] = NO_RANGES;
  #head: Content | undefined = undefined;
  /** Ranges from before random bytes were written all over it. */
  #unwiped: readonly Range[] | undefined;

  constructor(file: FileKey) {
    this.file = file;
  }

  /** Content as it was before anybody in sight changed it; at most 4 ranges, by offset. */
  get ranges(): readonly Range[] {
    return this.#ranges;
  }

  /** The known beginning. */
  get start(): Range | undefined {
    return this.#ranges.find((range) => range.offset === 0);
  }

  /** Class of the known beginning; of the first known range when the beginning was never seen. */
  get head(): Content | undefined {
    if (this.#head !== undefined) return this.#head;
    const range = this.start ?? this.#ranges[0];
    if (range === undefined) return undefined;
    this.#head = classifyQuickly(range.bytes, this.size, range.offset);
    return this.#head;
  }

  /** Adds ranges whose offset is not known yet. The samples are kept as they are: nobody changes an event's bytes. */
  learn(samples: readonly Sample[], kind: Sample['kind']): void {
    if (samples.length === 0) return;
    if (this.#ranges.length === 0 && onlyOf(samples, kind)) {
      this.#ranges = samples;
      return;
    }
    for (const sample of samples) {
      if (sample.kind !== kind || sample.bytes.length === 0 || this.#ranges.length >= MAX_RANGES) continue;
      if (holdsOffset(this.#ranges, sample.offset)) continue;
      this.#ranges = [...this.#ranges, sample];
      this.#head = undefined;
    }
  }

  /** What was written is what it holds now; ranges elsewhere stay when it was changed in place. */
  overlay(session: FileSession, fromNothing: boolean): void {
    const known = this.#ranges;
    const before = this.head;
    this.#ranges = NO_RANGES;
    this.#head = undefined;
    this.learn(session.samples, 'write');
    if (this.head?.class !== 'random' || fromNothing) this.#unwiped = undefined;
    else if (before !== undefined && before.class !== 'random') this.#unwiped = known;
    if (fromNothing) return;
    for (const range of known) {
      if (this.#ranges.length >= MAX_RANGES || holdsOffset(this.#ranges, range.offset)) continue;
      this.#ranges = [...this.#ranges, range];
    }
  }

  /** It is gone: if somebody went over it with random bytes before, it is judged by what it held before that. */
  recall(): void {
    if (this.#unwiped === undefined) return;
    this.#ranges = this.#unwiped;
    this.#head = undefined;
  }

  /** Its content is not known any more, or not worth its room. */
  forget(): void {
    this.#ranges = NO_RANGES;
    this.#head = undefined;
  }

  noteReader(event: FileSession, lineage: Deed['lineage'], whole: boolean): Reading {
    const size = Math.max(event.sizeBefore, event.sizeAfter);
    for (const reader of this.readers) {
      if (reader.process !== event.process) continue;
      reader.time = event.time;
      reader.size = size;
      reader.whole ||= whole;
      return reader;
    }
    const { process, time, openedAt } = event;
    const reading: Reading = { record: this, process, lineage, time, openedAt, size, whole, spliced: false };
    if (this.readers === NO_READERS) this.readers = [reading];
    else {
      if (this.readers.length >= MAX_READERS) this.readers.shift();
      this.readers.push(reading);
    }
    return reading;
  }
}

function onlyOf(samples: readonly Sample[], kind: Sample['kind']): boolean {
  for (const sample of samples) if (sample.kind !== kind || sample.bytes.length === 0) return false;
  return samples.length <= MAX_RANGES;
}

function holdsOffset(ranges: readonly Range[], offset: number): boolean {
  for (const range of ranges) if (range.offset === offset) return true;
  return false;
}
