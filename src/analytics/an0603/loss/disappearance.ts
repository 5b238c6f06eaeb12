/**
 * Judges an original that is gone: whether its plaintext lives on only as ciphertext.
 *
 * @module
 */
import type { FileKey } from '../../../event/index.ts';
import type { HostView } from '../../../host/index.ts';
import { type Content, decodeText, isCiphertext, sharedContent } from '../../../stats/index.ts';
import type { Deed } from '../file/deed.ts';
import type { FileRecord, Gone } from '../file/file-record.ts';
import type { FileTable } from '../file/file-table.ts';
import type { Output } from '../file/output.ts';
import { beginsAlike } from '../file/session-facts.ts';
import { belies, canStandBehind } from './behind.ts';
import type { Counterparts } from './counterparts.ts';
import type { Held } from './custody.ts';
import { appendedSuffix, type Destroyed, directoryOf } from './facts.ts';
import { akin } from './kinship.ts';
import type { Counterpart } from './match.ts';
import { disownOwn } from './own-work.ts';
import type { Sceptic } from './sceptic.ts';
import { isHandTool } from './tool.ts';
import { classTransition, isStructured, rangeTransition } from './transition.ts';

/** What the judgement is made in sight of. */
export interface Scene {
  readonly files: FileTable;
  readonly counterparts: Counterparts;
  readonly sceptic: Sceptic;
  readonly host: HostView;
}

/** The loss, if whoever belongs with whoever removed or replaced the original had made ciphertext of it. */
export function judgeGone(scene: Scene, record: FileRecord): Destroyed | undefined {
  const { gone } = record;
  if (gone === undefined || record.destroyed || record.ranges.length === 0) return undefined;
  const found = byCounterpart(scene, record, gone, gone.how, gone.path) ?? byReplacement(scene, record, gone);
  return found === undefined ? undefined : disownOwn(found, record);
}

/** The loss of content that somebody removed, emptied or wrote over after ciphertext had been made of it. */
export function byCounterpart(
  scene: Scene,
  record: FileRecord,
  remover: Deed,
  how: Destroyed['how'],
  path: string,
): Destroyed | undefined {
  if (record.readers.length === 0) return undefined;
  const made = scene.counterparts.find(record, scene.host);
  if (made === undefined || !akin(scene.host, made.output, remover.process, remover.lineage)) return undefined;
  const was = record.head;
  if (was === undefined || !isStructured(was) || copyLives(record) || encodes(made, record)) return undefined;
  if (newVersion(scene, record, made) || scene.counterparts.keptPacked(record, made.output)) return undefined;
  return lossBy(scene, record, made, was, remover, how, path);
}

/** The loss of what another file still held, which is gone now with ciphertext made of it. */
export function judgeHeld(scene: Scene, { record, was, many }: Held, holder: FileRecord): Destroyed | undefined {
  const { gone } = record;
  const made = gone === undefined || record.destroyed ? undefined : scene.counterparts.find(holder, scene.host);
  if (gone === undefined || made === undefined || !isStructured(was)) return undefined;
  if (!akin(scene.host, made.output, gone.process, gone.lineage) || encodes(made, holder)) return undefined;
  if (scene.counterparts.keptPacked(holder, made.output)) return undefined;
  const found = lossBy(scene, record, { ...made, sole: false, many }, was, gone, gone.how, gone.path);
  return found === undefined ? undefined : disownOwn(found, record);
}

function lossBy(
  { host }: Scene,
  record: FileRecord,
  made: Counterpart,
  was: Content,
  remover: Deed,
  how: Destroyed['how'],
  path: string,
): Destroyed | undefined {
  const transition = classTransition(was, made.output.content);
  if (transition === undefined) return undefined;
  const { output, certainty, reason } = made;
  if (made.sole) output.claimedBy = record.file;
  const now = host.pathOf(output.file) ?? '';
  return {
    file: record.file,
    path,
    directory: directoryOf(path),
    time: Math.max(remover.time, output.time),
    process: output.process,
    lineage: output.lineage,
    remover: remover.process === output.process ? undefined : remover.process,
    how,
    transition: {
      ...transition,
      strength: transition.strength * certainty,
      reasons: [...transition.reasons, reason],
    },
    counterpart: now === '' ? undefined : now,
    archive: made.many ? output.file : undefined,
    suffix: appendedSuffix(path, now),
    byTool: isHandTool(host.process(output.process), output.content),
    size: record.size,
  };
}

/** A copy that somebody wrote is still there, and still plain. */
export function copyLives({ copy }: FileRecord): boolean {
  if (copy === undefined || copy.gone !== undefined || copy.destroyed) return false;
  return copy.head === undefined || !isCiphertext(copy.head);
}

/** Decoded bytes that are compared with the original's first ones. */
const ENCODED_BYTES = 48;
/** Above this share of pieces in common, what was renamed over a file is the file, edited. */
const EDITED = 0.3;

/**
 * What was renamed over it is its next version (an editor's, `sed -i`, a counter): it shares content with it, or it is of the same class and
 * about its size. The latter is not believed where ciphertext of just its size was made.
 */
function newVersion({ files }: Scene, record: FileRecord, { output, certainty }: Counterpart): boolean {
  const by = record.gone?.how === 'replaced' ? record.gone.by : undefined;
  const other = by === undefined ? undefined : files.get(by);
  const [was, now, before, after] = [record.head, other?.head, record.start, other?.start];
  if (other === undefined || was === undefined || now === undefined) return false;
  if (other.output !== undefined && hides(record, other.output)) return false;
  if (before !== undefined && after !== undefined && sharedContent(before.bytes, after.bytes) > EDITED) return true;
  if (isCiphertext(now)) return false;
  const tight = certainty >= 0.9 && output.size - record.size <= 64 + record.size / 16;
  return !tight && was.class === now.class && other.size <= 2 * record.size && record.size <= 2 * other.size;
}

/** Only the beginning of what was renamed over it is plain. */
function hides(record: FileRecord, now: Output): boolean {
  if (!now.isBehind || !canStandBehind(record, now)) return false;
  return belies(record, now) || record.start === undefined || !beginsAlike(record.start.bytes, now.head);
}

/** Base64 of an image or archive decodes to random bytes, too: those of the original. */
function encodes({ output }: Counterpart, { start }: FileRecord): boolean {
  if (output.content.class !== 'encoded' || start === undefined) return false;
  return decodeText(Buffer.from(output.head).toString('latin1')).some(({ bytes }) => {
    const compared = Math.min(bytes.length, start.bytes.length, ENCODED_BYTES);
    return compared >= 16 && Buffer.from(bytes.subarray(0, compared)).equals(start.bytes.subarray(0, compared));
  });
}

/** Something else was renamed over it, without a link by size: compare the beginnings. */
function byReplacement({ files, sceptic, host }: Scene, record: FileRecord, gone: Gone): Destroyed | undefined {
  const other = gone.by === undefined ? undefined : files.get(gone.by as FileKey);
  const now = other?.start;
  const before = record.start;
  const output = other?.output;
  if (other === undefined || now === undefined || before === undefined || output === undefined) return undefined;
  if (!record.readers.some((reader) => akin(host, reader, output.process, output.lineage))) return undefined;
  const transition = rangeTransition(before, now, record.size, record.head);
  if (transition === undefined || !sceptic.believes(output.process, transition.after, now.bytes)) return undefined;
  return {
    file: record.file,
    path: gone.path,
    directory: directoryOf(gone.path),
    time: gone.time,
    process: output.process,
    lineage: output.lineage,
    remover: gone.process === output.process ? undefined : gone.process,
    how: 'replaced',
    transition: { ...transition, strength: transition.strength * 0.8 },
    counterpart: undefined,
    archive: undefined,
    suffix: undefined,
    byTool: isHandTool(host.process(output.process), transition.after),
    size: record.size,
  };
}
