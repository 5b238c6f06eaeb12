/**
 * Finds the ciphertext that was made of a file: what a process that read it all (or one piped to it, or another of its
 * job) wrote, with a size that fits.
 *
 * While files come and go only sizes are compared. What an output is gets worked out when an original goes missing,
 * which in ordinary work is seldom. Sessions are told when files are closed, in any order, so both ends look.
 *
 * @module
 */

import { BoundedMap } from '../../../bounded/index.ts';
import type { ProcessKey } from '../../../event/index.ts';
import type { HostView, LineageId } from '../../../host/index.ts';
import { Desk } from '../file/desk.ts';
import type { FileRecord, Reading } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';
import type { An0603Settings } from '../settings.ts';
import type { Carrier } from './custody.ts';
import { fitOf } from './fit.ts';
import { partners } from './kinship.ts';
import { bestMatch, type Counterpart, holdsSet, matchOf, overlaps, setMatch } from './match.ts';
import { holdsAlone, holdsAmong } from './packing.ts';
import type { Sceptic } from './sceptic.ts';

/** How long after reading, in ms, another process of the same job may write what is taken for the same data. */
const JOB_WINDOW = 30_000;
/** ms between the opening of a file and of what is made of it, either way. */
const WHILE_OPEN = 100;
/** The same where a process wrote one file only: a busy host takes its time to start a program whose output is open already. */
const WHILE_OPEN_ALONE = 5000;
/** Latest outputs that a file which was just read is compared with. */
const AT_HAND = 8;

export class Counterparts {
  readonly #processes: BoundedMap<ProcessKey, Desk>;
  readonly #lineages: BoundedMap<LineageId, Desk>;
  readonly #sceptic: Sceptic;
  /** All outputs, oldest overwritten: their bytes are forgotten then. */
  readonly #held: (Output | undefined)[];
  #next = 0;

  constructor(limits: An0603Settings['limits'], sceptic: Sceptic) {
    this.#processes = new BoundedMap(limits.processes);
    this.#lineages = new BoundedMap(limits.lineages);
    this.#held = new Array<Output | undefined>(Math.max(limits.files, 1)).fill(undefined);
    this.#sceptic = sceptic;
  }

  /** A file was read whole. @param beside takes the few latest outputs that its reader wrote meanwhile */
  read(reading: Reading, beside: (output: Output) => void): void {
    const desk = this.#processes.obtain(reading.process, newDesk);
    desk.noteRead(reading);
    const { outputs } = desk;
    for (let i = outputs.length - 1; i >= 0 && i >= outputs.length - AT_HAND; i--) {
      const output = outputs[i] as Output;
      if (output.time < reading.openedAt) break;
      propose(reading, output);
      beside(output);
    }
  }

  /** A new or emptied file was written. Gives the missing originals that it answers for. */
  wrote(output: Output, host: HostView): readonly FileRecord[] {
    const desk = this.#processes.obtain(output.process, newDesk);
    output.follows(desk.outputs.at(-1));
    desk.noteOutput(output);
    const job = this.#lineages.obtain(output.lineage, newDesk);
    job.noteOutput(output);
    this.#hold(output);
    this.#propose(desk, output);
    const others = partners(host, output.process);
    for (const key of others) this.#propose(this.#processes.peek(key), output);
    return job.lost.length === 0 ? NOTHING : this.#missing(job, output, others);
  }

  /** What an original became, if anything that was made of it is ciphertext. */
  find(record: FileRecord, host: HostView): Counterpart | undefined {
    return this.#proposed(record) ?? this.#near(record, host) ?? this.#handedOver(record);
  }

  /** An original is gone and no ciphertext is known: it may be written yet. What a job made itself is not waited for. */
  lost(record: FileRecord): void {
    const { readers, createdBy, gone } = record;
    if (createdBy !== undefined && createdBy.lineage === gone?.lineage) return;
    const told = new Set<LineageId>();
    for (const { lineage, whole } of readers) {
      if (!whole || told.has(lineage)) continue;
      told.add(lineage);
      this.#lineages.obtain(lineage, newDesk).noteLost(record);
    }
  }

  /** What a process read whole lately, latest last. */
  recentOf(process: ProcessKey): readonly Reading[] {
    return this.#processes.peek(process)?.recent ?? NO_READINGS;
  }

  gauges(): Record<string, number> {
    return {
      desks: this.#processes.size + this.#lineages.size,
      desk_evictions: this.#processes.evictions + this.#lineages.evictions,
    };
  }

  #hold(output: Output): void {
    this.#held[this.#next]?.forget();
    this.#held[this.#next] = output;
    this.#next = (this.#next + 1) % this.#held.length;
  }

  #propose(desk: Desk | undefined, output: Output): void {
    if (desk !== undefined) for (const reading of desk.recent) if (overlaps(reading, output)) propose(reading, output);
  }

  /** Of the job's missing originals those that this output is the ciphertext of. */
  #missing(job: Desk, output: Output, others: readonly ProcessKey[]): readonly FileRecord[] {
    job.tidyLost(output.time - JOB_WINDOW);
    return job.lost.filter((record) =>
      record.readers.some((reading) => {
        const kind = fitOf(reading, output);
        const party = reading.process === output.process || others.includes(reading.process);
        if (!overlaps(reading, output) || output.isPlain) return false;
        const set = party && holdsSet(this.#setOf(reading.process, others), output);
        if (!set && (kind === undefined || (kind === 'compressed' && !party))) return false;
        if (!output.isCipher(this.#sceptic) || (!party && this.#madeOther(reading))) return false;
        propose(reading, output);
        return true;
      }),
    );
  }

  /** Its reader made something of it that is no ciphertext (a compressor's process per file): others made nothing of it. */
  #madeOther(reading: Reading): boolean {
    return this.#writtenBeside(reading)?.isCipher(this.#sceptic) === false;
  }

  /**
   * What the plaintext of a file lives on in: a copy, or what its reader (or one who worked beside it in the same job) packed it into,
   * alone or with others. Whether that is still there is not asked.
   */
  carrier(record: FileRecord, host: HostView): Carrier | undefined {
    if (record.copy !== undefined) return { by: record.copy, many: false };
    for (const reading of record.readers) {
      if (!reading.whole) continue;
      const beside = this.#writtenBeside(reading);
      if (beside !== undefined && holdsAlone(reading, beside, this.#sceptic)) return { by: beside, many: false };
      const set = this.#setOf(reading.process, partners(host, reading.process));
      const outputs = this.#lineages.peek(reading.lineage)?.outputs ?? NO_OUTPUTS;
      const pack = outputs.findLast((output) => holdsAmong(reading, set, output, this.#sceptic));
      if (pack !== undefined) return { by: pack, many: true };
    }
    return undefined;
  }

  /**
   * It lives on in a compressed stream without a header, which passes for random where it could not be made smaller: in what is taken for
   * its ciphertext, or in what a reader wrote beside.
   */
  keptPacked({ readers, start }: FileRecord, taken: Output): boolean {
    if (start === undefined) return false;
    const heads = new Set([taken.head]);
    for (const reading of readers) {
      const output = this.#writtenBeside(reading);
      if (output !== undefined) heads.add(output.head);
    }
    return !this.#sceptic.holdsNone(taken.process, [...heads], start.bytes);
  }

  /** What its reader opened for writing at about the time it read: the nearest. */
  #writtenBeside({ process, openedAt }: Reading): Output | undefined {
    const outputs = this.#processes.peek(process)?.outputs ?? NO_OUTPUTS;
    let nearest: Output | undefined;
    let apart = outputs.length === 1 ? WHILE_OPEN_ALONE : WHILE_OPEN;
    for (const output of outputs) {
      const distance = Math.abs(output.openedAt - openedAt);
      if (distance > apart) continue;
      nearest = output;
      apart = distance;
    }
    return nearest;
  }

  #setOf(process: ProcessKey, others: readonly ProcessKey[]): { readonly files: number; readonly bytes: number } {
    const own = this.#processes.peek(process);
    let files = own?.files ?? 0;
    let bytes = own?.bytes ?? 0;
    for (const key of others) {
      const desk = key === process ? undefined : this.#processes.peek(key);
      files += desk?.files ?? 0;
      bytes += desk?.bytes ?? 0;
    }
    return { files, bytes };
  }

  #proposed({ readers, exact, loose }: FileRecord): Counterpart | undefined {
    if (exact === undefined && loose === undefined) return undefined;
    for (const output of [exact, loose]) {
      if (output === undefined) continue;
      for (const reading of readers) {
        const found = matchOf(reading, output, fitOf(reading, output), this.#sceptic);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Among what its readers, and those piped to them, wrote since: for this file alone, else one for many. */
  #near(record: FileRecord, host: HostView): Counterpart | undefined {
    for (const reading of record.readers) {
      if (!reading.whole) continue;
      const others = partners(host, reading.process);
      const parties = [reading.process, ...others];
      for (const key of parties) {
        const outputs = this.#processes.peek(key)?.outputs;
        const found = outputs === undefined ? undefined : bestMatch(reading, outputs, this.#sceptic, false);
        if (found !== undefined) return found;
      }
      const set = this.#setOf(reading.process, others);
      for (const key of set.files < 2 ? [] : parties) {
        const outputs = this.#processes.peek(key)?.outputs;
        const found = outputs === undefined ? undefined : setMatch(reading, outputs, set, this.#sceptic);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Read by one process of a job, written by another without a pipe in sight: only a close size is believed. */
  #handedOver(record: FileRecord): Counterpart | undefined {
    for (const reading of record.readers) {
      const outputs = this.#lineages.peek(reading.lineage)?.outputs;
      if (!reading.whole || outputs === undefined || outputs.length === 0 || this.#madeOther(reading)) continue;
      const found = bestMatch(reading, outputs, this.#sceptic, true);
      if (found !== undefined && found.output.time - reading.openedAt < JOB_WINDOW) return found;
    }
    return undefined;
  }
}

const NOTHING: readonly FileRecord[] = [];
const NO_READINGS: readonly Reading[] = [];
const NO_OUTPUTS: readonly Output[] = [];

function newDesk(): Desk {
  return new Desk();
}

/** Remembers with the original what may have been made of it; by size only. */
function propose(reading: Reading, output: Output): void {
  const { record } = reading;
  const kind = fitOf(reading, output);
  if (kind === undefined) return;
  if (kind === 'compressed') record.loose = output;
  else if (record.exact === undefined || distance(reading, output) <= distance(reading, record.exact)) {
    record.exact = output;
  }
}

function distance(reading: Reading, output: Output): number {
  return Math.abs(output.size - reading.size);
}
