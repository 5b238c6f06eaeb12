/** The notes of a recording on disk. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type RecordingNotes, readRecordingNotes } from '../event/index.ts';
import { SourceError } from './error.ts';

const NONE: RecordingNotes = { notes: [], cut: false };

/** A pipe can be read only once, so it has none. @throws SourceError `unreadable` */
export async function notesOf(path: string): Promise<RecordingNotes> {
  let file: FileHandle | undefined;
  try {
    // Asked before it is opened: opening a pipe would wait for its writer, and take from it.
    if (!(await stat(path)).isFile()) return NONE;
    const opened = await open(path, 'r');
    file = opened;
    return await readRecordingNotes({ read: (at, length) => readAt(opened, at, length) });
  } catch (cause) {
    throw new SourceError('unreadable', `cannot read ${path}`, cause);
  } finally {
    await file?.close();
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let have = 0;
  while (have < length) {
    const { bytesRead } = await file.read(bytes, have, length - have, at + have);
    if (bytesRead === 0) break;
    have += bytesRead;
  }
  return bytes.subarray(0, have);
}
