/**
 * Watches files: keeps what is known of them, links ciphertext to its originals, and tells of each original
 * whose plaintext is gone.
 *
 * @module
 */
import type { FileRename, FileSession, FileUnlink, ProcessKey } from '../../event/index.ts';
import type { HostView, LineageId } from '../../host/index.ts';
import { classifyQuickly, isCiphertext } from '../../stats/index.ts';
import { Counterparts, type Link, type Output, readWhole } from './counterparts.ts';
import { judgeGone } from './disappearance.ts';
import { type Destroyed, directoryOf, type Transition } from './facts.ts';
import {
  type Deed,
  type FileRecord,
  FileTable,
  type Gone,
  keepRange,
  noteReader,
  replaceRanges,
} from './file-table.ts';
import { akin, piped } from './kinship.ts';
import { disownOwn } from './own-work.ts';
import { judgeRewrite, type RewriteJudgement, rangesBefore, samplesOf } from './rewrite.ts';
import { Sceptic } from './sceptic.ts';
import type { An0603Settings } from './settings.ts';
import { isHandTool } from './tool.ts';
import type { Range } from './transition.ts';

/** What the witness tells. */
export interface Testimony {
  readonly destroyed: readonly Destroyed[];
  /** Changes of existing files that carried no samples. */
  readonly unobservable: readonly Deed[];
}

const NOTHING: Testimony = { destroyed: [], unobservable: [] };
/** S_IFMT and S_IFREG */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
/** A reader of the same job, not the same process, counts when it read so shortly before, ms. */
const JOB_READ_WINDOW = 30_000;

export class Witness {
  readonly #files: FileTable;
  readonly #counterparts: Counterparts;
  readonly #sceptic: Sceptic;

  constructor(limits: An0603Settings['limits']) {
    this.#files = new FileTable(limits.files);
    this.#counterparts = new Counterparts(limits.processes, limits.lineages);
    this.#sceptic = new Sceptic(limits.lineages);
  }

  gauges(): Record<string, number> {
    return { ...this.#files.gauges(), ...this.#counterparts.gauges() };
  }

  session(event: FileSession, host: HostView): Testimony {
    if ((event.mode & TYPE_MASK) !== REGULAR) return NOTHING;
    const deed = deedOf(event, host);
    const wrote = wroteTo(event);
    const read = event.readBytes > 0 || event.methods.includes('mmap_read') || event.methods.includes('splice_out');
    if (!wrote && !read && !event.created) return NOTHING;
    const path = pathOf(event, host);
    const record = this.#record(event, deed, path);
    const before = rangesBefore(record, event);
    if (read) noteReader(record, deed);
    const testimony = wrote ? this.#written(record, event, deed, before, host) : NOTHING;
    if (!wrote) for (const sample of samplesOf(event, 'read')) keepRange(record, sample);
    record.size = wrote ? event.sizeAfter : Math.max(record.size, event.sizeAfter);
    record.links = event.links;
    const linked = read && !event.created && !record.destroyed ? this.#readFrom(record, event, deed, host) : [];
    const late = this.#vanishedBefore(record, event, host);
    return { destroyed: [...testimony.destroyed, ...linked, ...late], unobservable: testimony.unobservable };
  }

  unlink(event: FileUnlink, host: HostView): readonly Destroyed[] {
    if (event.directory) return [];
    const path = host.resolve(event.target);
    if (path === undefined) return [];
    const gone: Gone = { ...deedOf(event, host), how: 'removed' };
    const record = this.#files.at(path);
    this.#files.forgetPath(path);
    if (record === undefined) {
      this.#files.noteVanished(path, gone);
      return [];
    }
    // One name of several: the content is still there.
    if (record.links > 1) {
      record.links -= 1;
      return [];
    }
    record.gone = gone;
    return this.#settleGone(record, host);
  }

  rename(event: FileRename, host: HostView): readonly Destroyed[] {
    const from = host.resolve(event.from);
    const to = host.resolve(event.to);
    if (from === undefined || to === undefined || from === to) return [];
    const moved = this.#files.at(from);
    const target = this.#files.at(to);
    if (event.exchange) {
      if (moved !== undefined) this.#files.move(moved, to, event.time);
      if (target !== undefined) this.#files.move(target, from, event.time);
      return [];
    }
    this.#files.forgetPath(to);
    const gone: Gone = { ...deedOf(event, host), how: 'replaced', ...(moved === undefined ? {} : { by: moved.file }) };
    if (moved !== undefined) this.#files.move(moved, to, event.time);
    else this.#files.forgetPath(from);
    if (target === undefined) {
      this.#files.noteVanished(to, gone);
      return [];
    }
    if (target === moved || target.links > 1) return [];
    target.gone = gone;
    return this.#settleGone(target, host);
  }

  #record(event: FileSession, deed: Deed, path: string): FileRecord {
    const known = this.#files.get(event.file);
    // Snapshots of a session that created the file say so again: only the first makes a new record.
    const anew = event.created && (known?.createdBy === undefined || known.createdBy.time < event.openedAt);
    if (!anew && !isReborn(known, event)) return this.#files.obtain(event.file, path, event.openedAt);
    const record = this.#files.reset(event.file, path, event.openedAt);
    if (event.created) record.createdBy = deed;
    return record;
  }

  #written(record: FileRecord, event: FileSession, deed: Deed, before: readonly Range[], host: HostView): Testimony {
    const fresh = event.created || event.truncated || event.sizeBefore === 0;
    const read = fresh && !event.truncated ? undefined : this.#readBy(record, event, deed, host);
    let testimony = NOTHING;
    // Nobody can open by name what has no link left: a temporary file, or one whose end its unlink told.
    if (!event.created && !event.unlinked && !record.destroyed && read !== undefined) {
      const judged = this.#doubted(judgeRewrite(record, event, before), event, deed);
      if (judged === 'unobservable') testimony = { destroyed: [], unobservable: [deed] };
      else if (judged !== 'none') {
        const found = disownOwn(this.#rewritten(record, event, deed, judged, read, host), record);
        testimony = { destroyed: found === undefined ? [] : [found], unobservable: [] };
      }
    }
    if (fresh) this.#output(record, event, deed, host);
    if (testimony.destroyed.length > 0) {
      record.destroyed = true;
      return testimony;
    }
    if (!record.destroyed && samplesOf(event, 'write').length > 0) {
      // What was there before stays known until a session of this kind is over: snapshots repeat its samples.
      if (event.last) replaceRanges(record, samplesOf(event, 'write'));
      else for (const range of before) keepRange(record, range);
    }
    const made = fresh ? this.#wroteOutput(record, event, deed, host) : [];
    return { destroyed: made, unobservable: testimony.unobservable };
  }

  /** A rewrite whose new beginning is a compressed stream destroyed nothing. */
  #doubted(judged: RewriteJudgement, event: FileSession, deed: Deed): RewriteJudgement {
    if (judged === 'none' || judged === 'unobservable') return judged;
    const head = samplesOf(event, 'write').find((sample) => sample.offset === 0);
    return head === undefined || this.#sceptic.believes(deed.lineage, judged.after, head.bytes) ? judged : 'none';
  }

  /** How far this process can have known the content it overwrote: 1 by itself, less by its job; undefined not at all. */
  #readBy(record: FileRecord, event: FileSession, deed: Deed, host: HostView): number | undefined {
    if (event.readBytes > 0 || event.methods.includes('mmap_read')) return 1;
    if (record.counterpart !== undefined && akin(host, record.counterpart, deed.process, deed.lineage)) return 1;
    const reader = record.readers.findLast((r) => r.process === deed.process || piped(host, r.process, deed.process));
    if (reader !== undefined) return 1;
    const near = record.readers.findLast((r) => r.lineage === deed.lineage && deed.time - r.time < JOB_READ_WINDOW);
    // Wiping goes over a file several times; encryption once.
    return near !== undefined && event.writeBytes <= Math.max(record.size, event.sizeAfter) * 1.5 ? 0.8 : undefined;
  }

  #rewritten(
    record: FileRecord,
    event: FileSession,
    deed: Deed,
    transition: Transition,
    read: number,
    host: HostView,
  ): Destroyed {
    return {
      file: record.file,
      path: record.path,
      directory: directoryOf(record.path),
      time: deed.time,
      process: deed.process,
      lineage: deed.lineage,
      remover: undefined,
      how: event.truncated ? 'truncated' : 'overwritten',
      transition: { ...transition, strength: transition.strength * read },
      counterpart: undefined,
      suffix: undefined,
      byTool: isHandTool(host.process(deed.process), transition.after),
      size: Math.max(record.size, event.sizeBefore),
    };
  }

  #output(record: FileRecord, event: FileSession, deed: Deed, host: HostView): void {
    const head = samplesOf(event, 'write').find((sample) => sample.offset === 0);
    if (head === undefined) return;
    const content = classifyQuickly(head.bytes, event.sizeAfter, 0);
    record.output = { ...deed, content, head: head.bytes.slice(0, isCiphertext(content) ? 512 : 64) };
    if (!isCiphertext(content)) this.#noteCopy(record, deed, host);
  }

  /** `cp` and its like: the same beginning and size as something just read means that the plaintext lives on. */
  #noteCopy(record: FileRecord, deed: Deed, host: HostView): void {
    const output = record.output;
    if (output === undefined) return;
    const keys = [deed.process, ...host.joined(deed.process).map((other) => other.key)];
    for (const source of keys.flatMap((key) => this.#counterparts.sourcesOf(key).slice(-8))) {
      const original = this.#files.get(source.file);
      const head = original?.ranges.find((range) => range.offset === 0)?.bytes;
      if (original !== undefined && head !== undefined && beginsAlike(head, output.head)) original.copy = record.file;
    }
  }

  #wroteOutput(record: FileRecord, event: FileSession, deed: Deed, host: HostView): readonly Destroyed[] {
    if (!event.last || record.output === undefined || !isCiphertext(record.output.content)) return [];
    const output: Output = {
      file: record.file,
      path: record.path,
      ...deed,
      size: event.sizeAfter,
      content: record.output.content,
      openedAt: event.openedAt,
    };
    return this.#counterparts.wrote(output, host).flatMap((link) => this.#link(link, host));
  }

  #readFrom(record: FileRecord, event: FileSession, deed: Deed, host: HostView): readonly Destroyed[] {
    if (record.createdBy?.process === deed.process || wroteTo(event)) return [];
    const size = Math.max(event.sizeBefore, event.sizeAfter);
    const source = { file: record.file, ...deed, size, whole: readWhole(event), openedAt: event.openedAt };
    return this.#counterparts.read(source, host).flatMap((link) => this.#link(link, host));
  }

  #link(link: Link, host: HostView): readonly Destroyed[] {
    const record = this.#files.get(link.source.file);
    const { output, fit } = link;
    const head = this.#files.get(output.file)?.output?.head;
    if (record === undefined || record.destroyed || head === undefined) return [];
    if (!this.#sceptic.believes(output.lineage, output.content, head)) return [];
    this.#counterparts.settle(link);
    record.counterpart = {
      file: output.file,
      path: output.path,
      content: output.content,
      process: output.process,
      lineage: output.lineage,
      time: output.time,
      certainty: fit.certainty,
      reasons: [fit.reason],
    };
    return record.gone === undefined ? [] : this.#settleGone(record, host);
  }

  #vanishedBefore(record: FileRecord, event: FileSession, host: HostView): readonly Destroyed[] {
    if (record.gone !== undefined || record.destroyed || event.created) return [];
    const gone = this.#files.takeVanished(record.path, event.openedAt);
    if (gone === undefined) return [];
    record.gone = gone;
    this.#files.forgetPath(record.path);
    return this.#settleGone(record, host);
  }

  #settleGone(record: FileRecord, host: HostView): readonly Destroyed[] {
    const found = judgeGone({ files: this.#files, sceptic: this.#sceptic, host }, record);
    if (found === undefined) return [];
    record.destroyed = true;
    return [found];
  }
}

function deedOf(event: { readonly process: ProcessKey; readonly time: number }, host: HostView): Deed {
  const lineage: LineageId = host.process(event.process)?.lineage ?? (event.process as string as LineageId);
  return { process: event.process, lineage, time: event.time };
}

/** Absolute path of a session's file; beside an unknown directory its place stands in, so that it stays distinct. */
function pathOf(event: FileSession, host: HostView): string {
  const directory = host.directory(event.place);
  if (directory === undefined) return `[${event.place}]/${event.name}`;
  return directory === '/' ? `/${event.name}` : `${directory}/${event.name}`;
}

/** The number of a file that is gone was given to another one, whose creation was not seen. */
function isReborn(known: FileRecord | undefined, event: FileSession): boolean {
  return known?.gone?.how === 'removed' && known.gone.time < event.openedAt && !event.unlinked;
}

function wroteTo(event: FileSession): boolean {
  return event.writeBytes > 0 || event.methods.includes('mmap_write') || event.methods.includes('splice_in');
}

function beginsAlike(a: Uint8Array, b: Uint8Array): boolean {
  const n = Math.min(a.length, b.length, 64);
  if (n < 8 && a.length !== b.length) return false;
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return false;
  return n > 0;
}
