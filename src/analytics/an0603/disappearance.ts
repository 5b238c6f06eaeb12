/**
 * Judges an original that is gone: whether its plaintext lives on only as ciphertext.
 *
 * @module
 */
import type { FileKey } from '../../event/index.ts';
import type { HostView } from '../../host/index.ts';
import { isCiphertext } from '../../stats/index.ts';
import { appendedSuffix, type Destroyed, directoryOf } from './facts.ts';
import { type FileRecord, type FileTable, type Gone, headContent } from './file-table.ts';
import { akin } from './kinship.ts';
import { disownOwn } from './own-work.ts';
import { wasStructured } from './rewrite.ts';
import type { Sceptic } from './sceptic.ts';
import { isHandTool } from './tool.ts';
import { classTransition, rangeTransition } from './transition.ts';

/** What the judgement is made in sight of. */
export interface Scene {
  readonly files: FileTable;
  readonly sceptic: Sceptic;
  readonly host: HostView;
}

/** The loss, if whoever belongs with whoever removed or replaced the original had made ciphertext of it. */
export function judgeGone(scene: Scene, record: FileRecord): Destroyed | undefined {
  const gone = record.gone;
  if (gone === undefined || record.destroyed || !wasStructured(record)) return undefined;
  if (copyLives(scene.files, record.copy)) return undefined;
  const found = byCounterpart(scene, record, gone) ?? byReplacement(scene, record, gone);
  return found === undefined ? undefined : disownOwn(found, record);
}

function copyLives(files: FileTable, file: FileKey | undefined): boolean {
  const copy = file === undefined ? undefined : files.get(file);
  return (
    copy !== undefined && copy.gone === undefined && copy.output !== undefined && !isCiphertext(copy.output.content)
  );
}

function byCounterpart({ files, host }: Scene, record: FileRecord, gone: Gone): Destroyed | undefined {
  const made = record.counterpart;
  const was = headContent(record);
  if (made === undefined || was === undefined || !akin(host, made, gone.process, gone.lineage)) return undefined;
  const transition = classTransition(was, made.content);
  if (transition === undefined) return undefined;
  const now = files.get(made.file)?.path ?? made.path;
  return {
    file: record.file,
    path: record.path,
    directory: directoryOf(record.path),
    time: Math.max(gone.time, made.time),
    process: made.process,
    lineage: made.lineage,
    remover: gone.process === made.process ? undefined : gone.process,
    how: gone.how,
    transition: {
      ...transition,
      strength: transition.strength * made.certainty,
      reasons: [...transition.reasons, ...made.reasons],
    },
    counterpart: now,
    suffix: appendedSuffix(record.path, now),
    byTool: isHandTool(host.process(made.process), made.content),
    size: record.size,
  };
}

/** Something else was renamed over it, without a link by size: compare the beginnings. */
function byReplacement({ files, sceptic, host }: Scene, record: FileRecord, gone: Gone): Destroyed | undefined {
  const other = gone.by === undefined ? undefined : files.get(gone.by);
  const output = other?.output;
  const head = record.ranges.find((range) => range.offset === 0);
  if (other === undefined || output === undefined || head === undefined) return undefined;
  if (!record.readers.some((reader) => akin(host, reader, output.process, output.lineage))) return undefined;
  const transition = rangeTransition(head, { offset: 0, bytes: output.head }, record.size);
  if (transition === undefined || !sceptic.believes(output.lineage, transition.after, output.head)) return undefined;
  return {
    file: record.file,
    path: other.path,
    directory: directoryOf(other.path),
    time: gone.time,
    process: output.process,
    lineage: output.lineage,
    remover: gone.process === output.process ? undefined : gone.process,
    how: 'replaced',
    transition: { ...transition, strength: transition.strength * 0.8 },
    counterpart: undefined,
    suffix: undefined,
    byTool: isHandTool(host.process(output.process), transition.after),
    size: record.size,
  };
}
