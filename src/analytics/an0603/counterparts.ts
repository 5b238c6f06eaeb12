/**
 * Finds the ciphertext that was made of a file: what a process that read it all (or one piped to it, or another of its
 * job) wrote, with a size that fits.
 *
 * While files come and go only sizes are compared. What an output is gets worked out when an original goes missing,
 * which in ordinary work is seldom. Sessions are told when files are closed, in any order, so both ends look.
 *
 * @module
 */
import type { ProcessKey } from '../../event/index.ts';
import type { HostView, LineageId } from '../../host/index.ts';
import { BoundedMap } from './bounded-map.ts';
import { Desk } from './desk.ts';
import type { FileRecord, Reading } from './file-record.ts';
import { certaintyOf, describeFit, type FitKind, fitOf, roughlyFits } from './fit.ts';
import { partners } from './kinship.ts';
import type { Output } from './output.ts';
import type { Sceptic } from './sceptic.ts';

export interface Counterpart {
  readonly output: Output;
  readonly certainty: number;
  readonly reason: string;
}

/** How long after reading, in ms, another process of the same job may write what is taken for the same data. */
const JOB_WINDOW = 30_000;
/** How long after a reading an output can still hold it, ms. */
const SET_WINDOW = 600_000;
/** Outputs of fitting size that are looked into before it is given up. */
const TRIES = 8;

export class Counterparts {
  readonly #processes: BoundedMap<ProcessKey, Desk>;
  readonly #lineages: BoundedMap<LineageId, Desk>;
  readonly #sceptic: Sceptic;
  /** All outputs, oldest overwritten: the bytes of the rest are forgotten. */
  readonly #held: (Output | undefined)[];
  #next = 0;

  constructor(limits: { readonly processes: number; readonly lineages: number; readonly files: number }, sceptic: Sceptic) {
    this.#processes = new BoundedMap(limits.processes);
    this.#lineages = new BoundedMap(limits.lineages);
    this.#held = new Array<Output | undefined>(Math.max(limits.files, 1)).fill(undefined);
    this.#sceptic = sceptic;
  }

  /** A file was read whole. */
  read(reading: Reading): void {
    const desk = this.#desk(reading.process);
    desk.noteRead(reading);
    const { outputs } = desk;
    for (let i = outputs.length - 1; i >= 0 && i >= outputs.length - TRIES; i--) {
      const output = outputs[i] as Output;
      if (output.time < reading.openedAt) break;
      propose(reading, output);
    }
  }

  /** A new or emptied file was written. Gives the missing originals that it may answer for. */
  wrote(output: Output, host: HostView): readonly FileRecord[] {
    const desk = this.#desk(output.process);
    desk.noteOutput(output);
    const job = this.#jobDesk(output.lineage);
    job.noteOutput(output);
    this.#hold(output);
    for (const reading of desk.recent) if (overlaps(reading, output)) propose(reading, output);
    const others = partners(host, output.process);
    for (const key of others) {
      for (const reading of this.#processes.peek(key)?.recent ?? [])
        if (overlaps(reading, output)) propose(reading, output);
    }
    return this.#missing(desk, job, others, output);
  }

  /** What an original became, if anything that was made of it is ciphertext. */
  find(record: FileRecord, host: HostView): Counterpart | undefined {
    return this.#proposed(record) ?? this.#near(record, host) ?? this.#handedOver(record);
  }

  /** An original is gone and no ciphertext is known: it may be written yet. */
  lost(record: FileRecord): void {
    for (const { process, lineage, whole } of record.readers) {
      if (!whole) continue;
      this.#desk(process).noteLost(record);
      this.#jobDesk(lineage).noteLost(record);
    }
  }

  /** What a process, and those piped to it, read whole lately; latest last. */
  *recentOf(process: ProcessKey, host: HostView): Iterable<Reading> {
    yield* this.#processes.peek(process)?.recent ?? [];
    for (const key of partners(host, process)) yield* this.#processes.peek(key)?.recent ?? [];
  }

  gauges(): Record<string, number> {
    return {
      desks: this.#processes.size + this.#lineages.size,
      desk_evictions: this.#processes.evictions + this.#lineages.evictions,
    };
  }

  #desk(process: ProcessKey): Desk {
    return this.#processes.obtain(process, newDesk);
  }

  #jobDesk(lineage: LineageId): Desk {
    return this.#lineages.obtain(lineage, newDesk);
  }

  #hold(output: Output): void {
    const before = this.#held[this.#next];
    if (before !== output) before?.forget();
    this.#held[this.#next] = output;
    this.#next = (this.#next + 1) % this.#held.length;
  }

  #missing(desk: Desk, job: Desk, others: readonly ProcessKey[], { time }: Output): readonly FileRecord[] {
    let all: readonly FileRecord[] = desk.lost;
    if (job.lost.length > 0) all = [...all, ...job.lost];
    for (const key of others) all = [...all, ...(this.#processes.peek(key)?.lost ?? [])];
    if (all.length === 0) return all;
    desk.tidyLost(time - JOB_WINDOW);
    job.tidyLost(time - JOB_WINDOW);
    return [...new Set(all)];
  }

  #proposed(record: FileRecord): Counterpart | undefined {
    const { exact, loose } = record;
    for (const reading of record.readers) {
      for (const output of exact === loose ? [exact] : [exact, loose]) {
        const found = output === undefined ? undefined : this.#judge(reading, output, fitOf(reading, output));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Among what its readers, and those piped to them, wrote since: exact sizes first, then rough ones, then one for many. */
  #near(record: FileRecord, host: HostView): Counterpart | undefined {
    for (const reading of record.readers) {
      if (!reading.whole) continue;
      const own = this.#processes.peek(reading.process);
      const desks = own === undefined ? [] : [own];
      for (const key of partners(host, reading.process)) {
        const desk = this.#processes.peek(key);
        if (desk !== undefined) desks.push(desk);
      }
      const outputs = desks.flatMap((desk) => since(desk.outputs, reading));
      if (outputs.length === 0) continue;
      const found =
        this.#fitting(reading, outputs, (kind) => kind === 'exact' || kind === 'encoded') ??
        this.#fitting(reading, outputs, (kind) => kind === 'compressed') ??
        this.#oneForMany(reading, desks, outputs);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Read by one process of a job, written by another without a pipe in sight: only an exact size is believed. */
  #handedOver(record: FileRecord): Counterpart | undefined {
    for (const reading of record.readers) {
      const outputs = this.#lineages.peek(reading.lineage)?.outputs;
      if (!reading.whole || outputs === undefined || outputs.length === 0) continue;
      const others = since(outputs, reading).filter(
        (output) => output.process !== reading.process && output.time - reading.openedAt < JOB_WINDOW,
      );
      const found = this.#fitting(reading, others, (kind) => kind === 'exact' || kind === 'encoded');
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The closest of these, unless it is another original's. */
  #fitting(
    reading: Reading,
    outputs: readonly Output[],
    wanted: (kind: FitKind) => boolean,
  ): Counterpart | undefined {
    const fits = outputs.flatMap((output) => {
      const kind = fitOf(reading, output);
      return kind !== undefined && wanted(kind) ? [{ output, kind }] : [];
    });
    if (fits.length > 1) fits.sort((a, b) => Math.abs(a.output.size - reading.size) - Math.abs(b.output.size - reading.size));
    for (const { output, kind } of fits.slice(0, TRIES)) {
      const found = this.#judge(reading, output, kind);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #judge(reading: Reading, output: Output, kind: FitKind | undefined): Counterpart | undefined {
    const { file } = reading.record;
    if (kind === undefined || (output.claimedBy !== undefined && output.claimedBy !== file)) return undefined;
    if (!output.isCipher(this.#sceptic)) return undefined;
    if (kind === 'compressed' && !roughlyFits(reading, output)) return undefined;
    if (kind !== 'compressed') output.claimedBy = file;
    return { output, certainty: certaintyOf(kind, output), reason: describeFit(kind, reading, output) };
  }

  /** Many files into one: an archiver piped into an encryptor, or an encrypting archiver. */
  #oneForMany(reading: Reading, desks: readonly Desk[], outputs: readonly Output[]): Counterpart | undefined {
    let files = 0;
    let bytes = 0;
    for (const desk of desks) {
      files += desk.files;
      bytes += desk.bytes;
    }
    if (files < 2) return undefined;
    let tries = TRIES;
    for (const output of outputs) {
      const { size, claimedBy, file } = output;
      if (size < bytes / 200 || size > bytes * 2 + 4096 * files || claimedBy !== undefined) continue;
      if (file === reading.record.file) continue;
      if (output.isCipher(this.#sceptic)) {
        return { output, certainty: 0.7, reason: `${files} files of ${bytes} bytes went into ${size} bytes` };
      }
      tries -= 1;
      if (tries === 0) return undefined;
    }
    return undefined;
  }
}

function newDesk(): Desk {
  return new Desk();
}

/** The output was open when the source was read, or soon after. */
function overlaps(source: Reading, output: Output): boolean {
  return source.openedAt <= output.time && output.time - source.time < SET_WINDOW;
}

/** Latest first. */
function since(outputs: readonly Output[], reading: Reading): readonly Output[] {
  const found: Output[] = [];
  for (let i = outputs.length - 1; i >= 0; i--) {
    const output = outputs[i] as Output;
    if (output.time < reading.openedAt) break;
    if (overlaps(reading, output)) found.push(output);
  }
  return found;
}

/** Remembers with the original what may have been made of it; by size only. */
function propose(reading: Reading, output: Output): void {
  const { record } = reading;
  const kind = fitOf(reading, output);
  if (kind === undefined) return;
  if (kind === 'compressed') {
    record.loose = output;
    return;
  }
  const closer = record.exact === undefined || Math.abs(output.size - reading.size) <= Math.abs(record.exact.size - reading.size);
  if (closer) record.exact = output;
}
