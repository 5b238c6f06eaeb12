/**
 * Plaintext copies: whoever has read a file wrote what begins like it, and is like it further on where both are known.
 *
 * @module
 */
import type { FileRecord, Reading } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';
import { beginsAlike } from '../file/session-facts.ts';
import { belies } from './behind.ts';

/** Remembers with what was read that `copy`, which is what was written, holds the same. */
export function noteCopy(reading: Reading, output: Output, copy: FileRecord): void {
  const { record } = reading;
  if (copy === record) return;
  if (record.start === undefined && isMoved(reading, output))
    record.learn([{ kind: 'read', offset: 0, bytes: output.head, operation: 0 }], 'read');
  if (record.start === undefined || !beginsAlike(record.start.bytes, output.head)) return;
  if (!belies(record, output)) record.copy = copy;
}

/** The kernel moved the bytes (copy_file_range, sendfile): what one file begins with, the other does. */
function isMoved(reading: Reading, output: Output): boolean {
  return reading.spliced && output.spliced && output.size === reading.size && output.time >= reading.openedAt;
}
