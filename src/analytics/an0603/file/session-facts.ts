/**
 * What single sessions say about their file.
 *
 * @module
 */
import type { FileSession } from '../../../event/index.ts';
import type { FileRecord } from './file-record.ts';

/** S_IFMT and S_IFREG */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
/** Bytes of two beginnings that are compared to tell a copy. */
const COPY_BYTES = 64;

export function isRegular({ mode }: FileSession): boolean {
  return (mode & TYPE_MASK) === REGULAR;
}

/** The number of a file that is gone was given to another one, whose creation was not seen. */
export function isReborn(known: FileRecord | undefined, event: FileSession): boolean {
  // Opened without a name and empty: made nameless (O_TMPFILE), not the old file opened again through /proc.
  const nameless = event.unlinked && event.sizeBefore > 0;
  return known?.gone?.how === 'removed' && known.gone.time < event.openedAt && !nameless;
}

/**
 * All that the file holds was written in this session, and nobody was seen to hold or read anything in it before. A descriptor from the parent is
 * first seen when its first write is over: the size before is that write's own. Snapshots of one session agree on it.
 */
export function wroteAll(record: FileRecord, event: FileSession): boolean {
  const { inherited, writeRange, writeBytes, sizeAfter, openedAt, process } = event;
  if (!inherited || writeRange[0] !== 0 || writeBytes < sizeAfter) return false;
  const session = `${process} ${openedAt}`;
  if (record.size === 0 && record.ranges.length === 0) record.filledBy = session;
  return record.filledBy === session;
}

/** As an encryptor must: all of it. */
export function readWhole({ sizeBefore, sizeAfter, readBytes, methods }: FileSession): boolean {
  const size = Math.max(sizeBefore, sizeAfter);
  if (readBytes >= size * 0.9) return size > 0;
  return methods.includes('mmap_read') || (methods.includes('splice_out') && readBytes >= size * 0.5);
}

export function beginsAlike(a: Uint8Array, b: Uint8Array): boolean {
  const n = Math.min(a.length, b.length, COPY_BYTES);
  if (n < 8 && a.length !== b.length) return false;
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return false;
  return n > 0;
}
