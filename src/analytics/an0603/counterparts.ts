/**
 * Links ciphertext to the files it was made of: a process (or one piped to it, or its job) that read A and
 * wrote B, with sizes that fit. Sessions are told when files are closed, in any order, so both ends look.
 *
 * @module
 */
import type { FileKey, FileSession, ProcessKey } from '../../event/index.ts';
import type { HostView, LineageId } from '../../host/index.ts';
import type { Content } from '../../stats/index.ts';
import { BoundedMap } from './bounded-map.ts';
import { type Fit, fitOf } from './fit.ts';

/** A file that was read to (nearly) its end, or as far as it was seen. */
export interface Source {
  readonly file: FileKey;
  readonly process: ProcessKey;
  readonly lineage: LineageId;
  readonly size: number;
  /** Read whole, as what is encrypted must be. */
  readonly whole: boolean;
  readonly openedAt: number;
  readonly time: number;
}

/** Ciphertext that was written into a new or emptied file. */
export interface Output {
  readonly file: FileKey;
  readonly path: string;
  readonly process: ProcessKey;
  readonly lineage: LineageId;
  readonly size: number;
  readonly content: Content;
  readonly openedAt: number;
  readonly time: number;
}

export interface Link {
  readonly source: Source;
  readonly output: Output;
  readonly fit: Fit;
}

interface Desk {
  sources: Source[];
  outputs: Output[];
  /** Bytes of whole sources that were pushed out. */
  forgotten: number;
}

/** Sources and outputs remembered per process and per job, latest last. */
const MAX_OPEN = 256;
/** How long after reading, in ms, another process of the same job may write what is taken for the same data. */
const JOB_WINDOW = 30_000;
/** How long after a pipe's ciphertext was written its sources still count as stored in it, ms. */
const SET_WINDOW = 600_000;

export class Counterparts {
  readonly #processes: BoundedMap<ProcessKey, Desk>;
  readonly #lineages: BoundedMap<LineageId, Desk>;

  constructor(processes: number, lineages: number) {
    this.#processes = new BoundedMap(processes);
    this.#lineages = new BoundedMap(lineages);
  }

  /** A file was read. Links to ciphertext that was told of before it. */
  read(source: Source, host: HostView): readonly Link[] {
    this.#noteSource(source);
    const near = this.#nearby(source.process, host);
    const outputs = near.flatMap((desk) => desk.outputs).filter((output) => overlaps(source, output));
    const own = bestLinks([source], outputs);
    if (own.length > 0) return own;
    return bestLinks(
      [source],
      this.#jobDesk(source.lineage).outputs.filter((output) => handedOver(source, output)),
    ).slice(0, 1);
  }

  /** Ciphertext was written. Links to what it can have been made of, best fits only. */
  wrote(output: Output, host: HostView): readonly Link[] {
    this.#noteOutput(output);
    const desks = this.#nearby(output.process, host);
    const near = desks.flatMap((desk) => desk.sources).filter((source) => overlaps(source, output));
    const forgotten = desks.reduce((sum, desk) => sum + desk.forgotten, 0);
    const single = bestLinks(near, [output]);
    if (single[0]?.fit.exact === true) return single;
    const set = setLinks(near, forgotten, output).filter(
      (link) => !single.some((known) => known.source === link.source),
    );
    if (single.length + set.length > 0) return [...single, ...set];
    return bestLinks(
      this.#jobDesk(output.lineage).sources.filter((source) => handedOver(source, output)),
      [output],
    ).slice(0, 1);
  }

  /** A source that has found its ciphertext is not looked for again. */
  settle({ source }: Link): void {
    for (const desk of [this.#processes.peek(source.process), this.#lineages.peek(source.lineage)]) {
      if (desk !== undefined) desk.sources = desk.sources.filter((known) => known.file !== source.file);
    }
  }

  /** What a process has read lately, latest last. */
  sourcesOf(process: ProcessKey): readonly Source[] {
    return this.#processes.peek(process)?.sources ?? [];
  }

  gauges(): Record<string, number> {
    return {
      desks: this.#processes.size + this.#lineages.size,
      desk_evictions: this.#processes.evictions + this.#lineages.evictions,
    };
  }

  #noteSource(source: Source): void {
    for (const desk of this.#desksOf(source)) {
      const dropped = put(desk.sources, source);
      if (dropped?.whole === true) desk.forgotten += dropped.size;
    }
  }

  #noteOutput(output: Output): void {
    for (const desk of this.#desksOf(output)) put(desk.outputs, output);
  }

  #desksOf({ process, lineage }: Source | Output): readonly Desk[] {
    return [this.#processes.obtain(process, emptyDesk), this.#jobDesk(lineage)];
  }

  #jobDesk(lineage: LineageId): Desk {
    return this.#lineages.obtain(lineage, emptyDesk);
  }

  #nearby(process: ProcessKey, host: HostView): readonly Desk[] {
    const keys = [process, ...host.joined(process).map((other) => other.key)];
    return keys.map((key) => this.#processes.peek(key)).filter((desk) => desk !== undefined);
  }
}

function emptyDesk(): Desk {
  return { sources: [], outputs: [], forgotten: 0 };
}

/** Puts an entry last, in place of an earlier one of the same file; gives back what had to make room. */
function put<T extends Source | Output>(entries: T[], entry: T): T | undefined {
  const known = entries.findLastIndex((other) => other.file === entry.file);
  if (known >= 0) entries.splice(known, 1);
  entries.push(entry);
  return entries.length > MAX_OPEN ? entries.shift() : undefined;
}

/** The output was open when the source was read, or soon after. */
function overlaps(source: Source, output: Output): boolean {
  return source.openedAt <= output.time && output.time - source.time < SET_WINDOW;
}

/** Read by one process of a job, written by another without a pipe in sight: only an exact size is believed. */
function handedOver(source: Source, output: Output): boolean {
  const lag = output.time - source.openedAt;
  return source.process !== output.process && lag >= 0 && lag < JOB_WINDOW && fitOf(source, output)?.exact === true;
}

/**
 * All pairs that fit, unless some fit exactly: then all of those, closest first. A tool reads its configuration too,
 * whose size may fit by chance; a link says something only once its source is gone.
 */
function bestLinks(sources: readonly Source[], outputs: readonly Output[]): readonly Link[] {
  const links: Link[] = [];
  for (const source of sources) {
    for (const output of outputs) {
      const fit = source.file === output.file ? undefined : fitOf(source, output);
      if (fit !== undefined) links.push({ source, output, fit });
    }
  }
  const exact = links.filter((link) => link.fit.exact);
  if (exact.length === 0) return links;
  return exact.toSorted((a, b) => a.fit.excess - b.fit.excess || b.source.time - a.source.time);
}

/** Many files into one: an archiver piped into an encryptor, or an encrypting archiver. */
function setLinks(sources: readonly Source[], forgotten: number, output: Output): readonly Link[] {
  const whole = sources.filter((source) => source.whole);
  const sum = whole.reduce((total, source) => total + source.size, forgotten);
  if (whole.length < 2 || output.size < sum / 200 || output.size > sum * 2 + 4096 * whole.length) return [];
  const reason = `${whole.length} files of ${sum} bytes went into ${output.size} bytes`;
  const fit: Fit = { certainty: 0.7, exact: false, excess: output.size - sum, reason };
  return whole.map((source) => ({ source, output, fit }));
}

/** Whether a session read its file as an encryptor must: all of it. */
export function readWhole(session: FileSession): boolean {
  const size = Math.max(session.sizeBefore, session.sizeAfter);
  return session.readBytes >= size * 0.9 || (session.methods.includes('splice_out') && session.readBytes >= size * 0.5);
}
