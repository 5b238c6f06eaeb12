/**
 * Whether a file that was read went into another one as it was, made smaller at most.
 *
 * @module
 */
import type { Reading } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';
import { type FileSet, holdsSet, overlaps } from './match.ts';
import type { Sceptic } from './sceptic.ts';

/** What a container of its own adds to one file, bytes. */
const ADDED = 1024;
/** A compressor behind a pipe gathers a block for that long, ms, at the most, before it writes any. */
const GATHERING = 30_000;

/** A compressed file, or an archive, of this file alone. */
export function holdsAlone(reading: Reading, output: Output, sceptic: Sceptic): boolean {
  return output.size > 0 && output.size <= reading.size + ADDED && isPack(output, sceptic);
}

/** An archive that was being written while it was read, or begun soon after, and can hold the whole set. */
export function holdsAmong(reading: Reading, set: FileSet, output: Output, sceptic: Sceptic): boolean {
  const beside = output.openedAt <= reading.time + GATHERING && overlaps(reading, output);
  return beside && output.file !== reading.record.file && holdsSet(set, output) && isPack(output, sceptic);
}

function isPack(output: Output, sceptic: Sceptic): boolean {
  const { class: kind } = output.content;
  return (kind === 'archive' || kind === 'compressed') && !output.isCipher(sceptic);
}
