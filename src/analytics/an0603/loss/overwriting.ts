/**
 * Judges a change of an existing file by whom it was made: an encryptor knows what it writes over, or has kept it as
 * ciphertext beside. Who does not, wipes or restores.
 *
 * @module
 */
import type { FileSession } from '../../../event/index.ts';
import type { Deed } from '../file/deed.ts';
import type { FileRecord } from '../file/file-record.ts';
import { byCounterpart, type Scene } from './disappearance.ts';
import { type Destroyed, directoryOf, type Transition } from './facts.ts';
import { partners } from './kinship.ts';
import { disownOwn } from './own-work.ts';
import { judgeRewrite } from './rewrite.ts';
import { isHandTool } from './tool.ts';

/** A reader of the same job, not the same process, counts when it read so shortly before, ms. */
const JOB_READ_WINDOW = 30_000;
/** How much of the strength is left when only the job is known to have read it. */
const BY_JOB = 0.8;

/** `doubted`: it may be wiping, which is seen by what happens to the file next. */
export type Overwriting = { readonly found: Destroyed; readonly doubted: boolean } | 'nothing' | 'unobservable';

/** `session` changed bytes that were there before, and did not create the file. */
export function judgeOverwriting(scene: Scene, record: FileRecord, session: FileSession, deed: Deed): Overwriting {
  const known = knewContent(scene, record, session, deed);
  const judged = known === 0 ? 'none' : judgeRewrite(record, session, deed);
  if (judged === 'unobservable') return 'unobservable';
  if (judged !== 'none' && known === 1) return told(rewritten(scene, record, session, deed, judged), false);
  // Wiped after it was encrypted elsewhere, with whatever bytes.
  const kept = keptBeside(scene, record, session, deed);
  if (kept !== undefined) return told(kept, false);
  if (judged === 'none') return 'nothing';
  return told(rewritten(scene, record, session, deed, weakened(judged, known)), true);
}

function told(found: Destroyed | undefined, doubted: boolean): Overwriting {
  return found === undefined ? 'nothing' : { found, doubted };
}

/** An emptied file whose content lives on as ciphertext only. */
export function judgeEmptied(scene: Scene, record: FileRecord, deed: Deed): Destroyed | undefined {
  if (record.destroyed || record.gone !== undefined || record.ranges.length === 0) return undefined;
  if (record.exact === undefined && record.loose === undefined) return undefined;
  const found = byCounterpart(scene, record, deed, 'truncated', scene.host.pathOf(record.file) ?? '');
  return found === undefined ? undefined : disownOwn(found, record);
}

function keptBeside(scene: Scene, record: FileRecord, session: FileSession, deed: Deed): Destroyed | undefined {
  if (record.exact === undefined && record.loose === undefined) return undefined;
  if (!session.truncated && session.overwrittenBytes < record.size * 0.9) return undefined;
  const path = scene.host.pathOf(record.file) ?? '';
  const found = byCounterpart(scene, record, deed, session.truncated ? 'truncated' : 'overwritten', path);
  return found === undefined ? undefined : disownOwn(found, record);
}

/** How far the writer can have known what it wrote over: 1 by itself or through a pipe, less by its job, 0 not at all. */
function knewContent(
  { host }: Scene,
  record: FileRecord,
  session: FileSession,
  { process, lineage, time }: Deed,
): number {
  // A shared writable mapping is read through as well.
  const { methods } = session;
  if (session.readBytes > 0 || methods.includes('mmap_read') || methods.includes('mmap_write')) return 1;
  const { readers } = record;
  if (readers.length === 0) return 0;
  if (readers.some((reader) => reader.process === process)) return 1;
  const others = partners(host, process);
  if (others.length > 0 && readers.some((reader) => others.includes(reader.process))) return 1;
  const near = readers.some((reader) => reader.lineage === lineage && time - reader.time < JOB_READ_WINDOW);
  // Wiping goes over a file several times; encryption once.
  return near && session.writeBytes <= Math.max(record.size, session.sizeAfter) * 1.5 ? BY_JOB : 0;
}

function weakened(transition: Transition, by: number): Transition {
  return { ...transition, strength: transition.strength * by };
}

function rewritten(
  { host, sceptic }: Scene,
  record: FileRecord,
  session: FileSession,
  deed: Deed,
  transition: Transition,
): Destroyed | undefined {
  const head = session.samples.find((sample) => sample.kind === 'write' && sample.offset === 0);
  // A rewrite whose new beginning is a compressed stream destroyed nothing.
  if (head !== undefined && !sceptic.believes(deed.process, transition.after, head.bytes)) return undefined;
  const path = host.pathOf(record.file) ?? session.name;
  const found: Destroyed = {
    file: record.file,
    path,
    directory: directoryOf(path),
    time: deed.time,
    process: deed.process,
    lineage: deed.lineage,
    remover: undefined,
    how: session.truncated ? 'truncated' : 'overwritten',
    transition,
    counterpart: undefined,
    archive: undefined,
    suffix: undefined,
    byTool: isHandTool(host.process(deed.process), transition.after),
    size: Math.max(record.size, session.sizeBefore),
  };
  return disownOwn(found, record);
}
