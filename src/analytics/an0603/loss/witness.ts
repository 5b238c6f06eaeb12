/**
 * Watches files: keeps what is known of them, and tells of each original whose plaintext is gone.
 *
 * Nearly everything that happens to files cannot be evidence: nothing was there before, or what was there stays.
 * That is found out by comparing numbers; bytes are looked at when an original has lost its content or its name.
 *
 * @module
 */
import type {
  FileKey,
  FileLink,
  FileRename,
  FileSession,
  FileTruncate,
  FileUnlink,
  ProcessKey,
} from '../../../event/index.ts';
import type { HostView, LineageId } from '../../../host/index.ts';
import type { FileRecord, Gone, Reading } from '../file/file-record.ts';
import { FileTable } from '../file/file-table.ts';
import { Output } from '../file/output.ts';
import { isReborn, isRegular, readWhole, wroteAll } from '../file/session-facts.ts';
import type { An0603Settings } from '../settings.ts';
import { noteCopy } from './copy.ts';
import { Counterparts } from './counterparts.ts';
import { Custody } from './custody.ts';
import { judgeGone, type Scene } from './disappearance.ts';
import { Doubts } from './doubts.ts';
import type { Destroyed } from './facts.ts';
import { partners } from './kinship.ts';
import { judgeEmptied, judgeOverwriting } from './overwriting.ts';
import { changesExisting, isSwept, samplesOf } from './rewrite.ts';
import { Sceptic } from './sceptic.ts';
import { Together } from './together.ts';

/**
 * Files of one archive that are gone before any is told. Backups are made of trees of which a few files are pruned or rotated soon
 * after; who archives to destroy removes what went in.
 */
const OF_AN_ARCHIVE = 5;
/**
 * Disk images of one job that were swept while their beginning stayed, before any is told. One or two can be some tool's whole work that
 * nobody has heard of; who encrypts disks for ransom goes through what is there.
 */
const SWEPT_DISKS = 3;

/** What the witness tells: losses, and whether an existing file was changed without a sample. */
export interface Testimony {
  readonly destroyed: readonly Destroyed[];
  readonly unobservable: boolean;
}

const NONE: readonly Destroyed[] = [];
const NOTHING: Testimony = { destroyed: NONE, unobservable: false };
const BLIND: Testimony = { destroyed: NONE, unobservable: true };

export class Witness {
  readonly #files: FileTable;
  readonly #counterparts: Counterparts;
  readonly #sceptic: Sceptic;
  readonly #doubts = new Doubts();
  /** By what waits for more of its kind: see the two numbers. */
  readonly #archives = new Together<FileKey>(OF_AN_ARCHIVE);
  readonly #custody = new Custody();
  readonly #disks = new Together<LineageId>(SWEPT_DISKS);
  #scene: Scene | undefined;

  constructor(limits: An0603Settings['limits']) {
    this.#files = new FileTable(limits.files);
    this.#sceptic = new Sceptic(limits.processes);
    this.#counterparts = new Counterparts(limits, this.#sceptic);
  }

  gauges(): Record<string, number> {
    return { ...this.#files.gauges(), ...this.#counterparts.gauges() };
  }

  /** Losses that were in doubt until now. */
  resolved(time: number): readonly Destroyed[] {
    return this.#doubts.resolved(time);
  }

  session(told: FileSession, lineage: LineageId, host: HostView): Testimony {
    if (!isRegular(told)) return NOTHING;
    let event = told;
    const { methods } = event;
    const wrote = event.writeBytes > 0 || methods.includes('mmap_write') || methods.includes('splice_in');
    const read = event.readBytes > 0 || methods.includes('mmap_read') || methods.includes('splice_out');
    if (!wrote && !read) {
      // Made now, written through another descriptor later: from here on its number is another file's.
      if (event.created) this.#record(event, lineage);
      return event.truncated || methods.includes('punch') ? this.#emptied(event, lineage, host) : NOTHING;
    }
    const record = this.#record(event, lineage);
    if (wrote && record.emptied) event = sinceEmptied(record, event);
    else if (wrote && wroteAll(record, event)) event = { ...event, created: true, sizeBefore: 0, overwrittenBytes: 0 };
    if (read) this.#read(record, event, lineage);
    const testimony = wrote ? this.#written(record, event, lineage, host) : NOTHING;
    record.size = wrote ? event.sizeAfter : Math.max(record.size, event.sizeAfter);
    record.links = event.links;
    if (record.gone !== undefined) return read ? this.#readLate(testimony, record, event, host) : testimony;
    return this.#files.vanishedSince(event.openedAt) ? this.#vanished(testimony, record, event, host) : testimony;
  }

  unlink(event: FileUnlink, lineage: LineageId, host: HostView): readonly Destroyed[] {
    if (event.directory) return NONE;
    const { process, time } = event;
    const lost = host.lastChange().displaced;
    if (lost === undefined) {
      const path = host.resolve(event.target);
      if (path !== undefined) this.#files.noteVanished({ process, lineage, time, how: 'removed', path });
      return NONE;
    }
    const record = this.#files.get(lost.file);
    if (record === undefined || this.#keepsAName(record)) return NONE;
    this.#gone(record, { process, lineage, time, how: 'removed', path: lost.path });
    return this.#settle(record, host);
  }

  rename(event: FileRename, lineage: LineageId, host: HostView): readonly Destroyed[] {
    if (event.exchange) return NONE;
    const { process, time } = event;
    const { moved, displaced } = host.lastChange();
    const by = moved === undefined ? {} : { by: moved.file };
    if (displaced === undefined) {
      const path = moved?.path ?? host.resolve(event.to);
      if (path !== undefined) this.#files.noteVanished({ process, lineage, time, how: 'replaced', path, ...by });
      return NONE;
    }
    const record = this.#files.get(displaced.file);
    if (record === undefined || this.#keepsAName(record)) return NONE;
    this.#gone(record, { process, lineage, time, how: 'replaced', path: displaced.path, ...by });
    return this.#settle(record, host);
  }

  link(event: FileLink, host: HostView): void {
    if (event.symbolic) return;
    const file = host.lastChange().moved?.file;
    const record = file === undefined ? undefined : this.#files.get(file);
    if (record !== undefined) record.links += 1;
  }

  truncate(event: FileTruncate, lineage: LineageId, host: HostView): readonly Destroyed[] {
    const file = host.fileOf(event.target)?.file;
    const record = file === undefined ? undefined : this.#files.get(file);
    if (record === undefined || event.length > record.size / 100) return NONE;
    const found = judgeEmptied(this.#sceneOf(host), record, { process: event.process, lineage, time: event.time });
    record.emptied = true;
    return this.#lost(found, record);
  }

  #record(event: FileSession, lineage: LineageId): FileRecord {
    const known = this.#files.get(event.file);
    if (!event.created) {
      const record = isReborn(known, event) ? this.#files.reset(event.file) : this.#files.obtain(event.file);
      record.since = Math.min(record.since, event.openedAt);
      return record;
    }
    // Others may have used it by now (a shell opens what its child writes), and snapshots say again who created it.
    const same =
      known !== undefined && (known.since >= event.openedAt || (known.createdBy?.time ?? 0) >= event.openedAt);
    const record = same ? known : this.#files.reset(event.file);
    record.since = Math.min(record.since, event.openedAt);
    record.createdBy ??= { process: event.process, lineage, time: event.time };
    return record;
  }

  #read(record: FileRecord, event: FileSession, lineage: LineageId): void {
    const whole = readWhole(event);
    const reading = record.noteReader(event, lineage, whole);
    reading.spliced ||= event.methods.includes('splice_out');
    const done = event.last || event.idle;
    const foreign = record.createdBy?.process !== event.process;
    if (event.writeBytes === 0) record.learn(event.samples, 'read');
    if (!whole || !done || !foreign || event.writeBytes > 0 || record.destroyed) return;
    // A copy is often closed before its source is.
    this.#counterparts.read(reading, (output) => this.#noteCopy(reading, output));
  }

  #written(record: FileRecord, event: FileSession, lineage: LineageId, host: HostView): Testimony {
    let testimony = NOTHING;
    const done = event.last || event.idle;
    // Nobody can open by name what has no link left: a temporary file, or one whose end its unlink told.
    if (!event.created && !event.unlinked && !record.destroyed && changesExisting(event)) {
      const deed = { process: event.process, lineage, time: event.time };
      const judged = judgeOverwriting(this.#sceneOf(host), record, event, deed);
      if (judged === 'unobservable') testimony = BLIND;
      else if (judged !== 'nothing') {
        record.destroyed = true;
        if (judged.doubted) this.#doubts.hold(record, judged.found);
        else {
          const { found } = judged;
          const told = isSwept(record, event) ? this.#disks.admit(found, lineage) : this.#admit(found);
          testimony = { destroyed: told, unobservable: false };
        }
      }
    }
    const fromNothing = event.created || event.truncated || (event.sizeBefore === 0 && record.size === 0);
    if (fromNothing && done) {
      testimony = withLosses(testimony, this.#output(record, event, lineage, host));
    }
    // What was there before stays known until a session is over: snapshots repeat its samples.
    if (!done) record.learn(event.samples, 'read');
    else if (fromNothing || event.overwrittenBytes > 0) record.overlay(event, fromNothing);
    return testimony;
  }

  /** Remembers a new or emptied file as what something else may have become. */
  #output(record: FileRecord, event: FileSession, lineage: LineageId, host: HostView): readonly Destroyed[] {
    const written = samplesOf(event, 'write');
    const head = written.find((sample) => sample.offset === 0)?.bytes;
    if (head === undefined) return NONE;
    const further = written.length > 1 ? written.filter((sample) => sample.offset > 0) : undefined;
    const deed = { process: event.process, lineage, time: event.time };
    const output = new Output(record.file, deed, event.openedAt, event.sizeAfter, head, further);
    record.output = output;
    const missing = this.#counterparts.wrote(output, host);
    output.spliced = event.methods.includes('splice_in');
    this.#noteCopies(event.process, output);
    for (const key of partners(host, event.process)) this.#noteCopies(key, output);
    return missing.length === 0 ? NONE : missing.flatMap((original) => this.#settle(original, host));
  }

  /** `cp` and its like: the same beginning as something that was just read means that the plaintext lives on. */
  #noteCopies(reader: ProcessKey, output: Output): void {
    for (const reading of this.#counterparts.recentOf(reader)) this.#noteCopy(reading, output);
  }

  #noteCopy(reading: Reading, output: Output): void {
    const copy = this.#files.get(output.file);
    if (copy !== undefined) noteCopy(reading, output, copy);
  }

  #emptied(event: FileSession, lineage: LineageId, host: HostView): Testimony {
    const record = event.created ? undefined : this.#files.get(event.file);
    if (record === undefined) return NOTHING;
    const deed = { process: event.process, lineage, time: event.time };
    const found = judgeEmptied(this.#sceneOf(host), record, deed);
    record.emptied = true;
    return withLosses(NOTHING, this.#lost(found, record));
  }

  /** A session that is told after its file has lost its name. */
  #vanished(testimony: Testimony, record: FileRecord, event: FileSession, host: HostView): Testimony {
    if (record.destroyed || event.created) return testimony;
    const directory = host.directory(event.place);
    if (directory === undefined) return testimony;
    const path = directory === '/' ? `/${event.name}` : `${directory}/${event.name}`;
    const gone: Gone | undefined = this.#files.takeVanished(path, event.openedAt);
    if (gone === undefined || gone.by === record.file || event.links > 0) return testimony;
    this.#gone(record, gone);
    return withLosses(testimony, this.#settle(record, host));
  }

  /** A known file lost its name while somebody still read it: who that was is known only now. */
  #readLate(testimony: Testimony, record: FileRecord, { openedAt }: FileSession, host: HostView): Testimony {
    if (record.gone === undefined || openedAt > record.gone.time) return testimony;
    return withLosses(testimony, this.#settle(record, host));
  }

  /** Whether it was one name of several: the content is still there. */
  #keepsAName(record: FileRecord): boolean {
    if (record.links <= 1) return false;
    record.links -= 1;
    return true;
  }

  /** It may have been wiped just before. */
  #gone(record: FileRecord, gone: Gone): void {
    record.gone = gone;
    this.#doubts.wiped(record);
    record.recall();
  }

  #settle(record: FileRecord, host: HostView): readonly Destroyed[] {
    const scene = this.#sceneOf(host);
    const held = this.#custody.lostWith(scene, record).flatMap((found) => this.#lost(found.loss, found.record));
    // A file that held originals is none itself.
    if (record.destroyed || held.length > 0) return held;
    const found = judgeGone(scene, record);
    if (found !== undefined) return this.#lost(found, record);
    if (record.ranges.length === 0) return NONE;
    this.#counterparts.lost(record);
    return this.#lost(this.#custody.handOn(scene, record), record);
  }

  #lost(found: Destroyed | undefined, record: FileRecord): readonly Destroyed[] {
    if (found === undefined) return NONE;
    record.destroyed = true;
    return this.#admit(found);
  }

  #admit(found: Destroyed): readonly Destroyed[] {
    return this.#archives.admit(found, found.archive);
  }

  #sceneOf(host: HostView): Scene {
    if (this.#scene?.host !== host)
      this.#scene = { files: this.#files, counterparts: this.#counterparts, sceptic: this.#sceptic, host };
    return this.#scene;
  }
}

function withLosses(testimony: Testimony, found: readonly Destroyed[]): Testimony {
  return found.length === 0 ? testimony : { ...testimony, destroyed: [...testimony.destroyed, ...found] };
}

/** One call emptied a file and another fills it: the rewriting that they are together. */
function sinceEmptied(record: FileRecord, event: FileSession): FileSession {
  if (event.last || event.idle) record.emptied = false;
  return event.sizeBefore === 0 && !event.truncated ? { ...event, truncated: true } : event;
}
