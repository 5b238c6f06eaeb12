/**
 * Disk images are changed in place by the machines that live on them, by servers and by tools that check them. Who encrypts a
 * disk image sweeps it: reads it as a whole or ahead of what is written, in order, writes each range once, nothing but
 * ciphertext, over a good share of it. A machine seeks, writes structured data among other data, and does not read
 * its disk from one end to the other first; a restore or a wipe has not read what it replaces; a synchronisation
 * writes what changed, which is of all kinds.
 *
 * @module
 */
import type { FileSession, Sample } from '../../../event/index.ts';
import { type Content, randomness } from '../../../stats/index.ts';
import type { Deed } from '../file/deed.ts';
import type { FileRecord } from '../file/file-record.ts';
import type { Transition } from './facts.ts';
import type { Range } from './transition.ts';

/** Least share of the image that is written over. */
const SHARE = 0.1;
/** Between the first byte written and the last, so much was written over; of that, so much was read before. */
const CONTIGUOUS = 0.9;
const READ = 0.9;
/** Blocks that held nothing are filled in ordinary work as well. */
const FILLED = 0.6;

/** Whether this session swept an image by what is known of its reading and writing, whatever became of the content. */
export function sweeps(
  record: FileRecord,
  session: FileSession,
  { lineage }: Deed,
  written: readonly Sample[],
): boolean {
  const { writeBytes, overwrittenBytes, writeRange, writes, writeSeeks, readBytes, openedAt } = session;
  const span = writeRange[1] - writeRange[0];
  if (
    overwrittenBytes < SHARE * Math.max(record.size, session.sizeBefore) ||
    writeBytes > span ||
    writeBytes < CONTIGUOUS * span
  )
    return false;
  if (written.some((sample) => randomness(sample.bytes).verdict !== 'random')) return false;
  const ahead = record.readers.some(
    (reading) => reading.whole && reading.lineage === lineage && reading.openedAt < openedAt,
  );
  return ahead || (readBytes >= READ * overwrittenBytes && writeSeeks * 4 <= writes + 3);
}

/** A range of a swept image that held nothing, and is random now. */
export function filled(head: Content, before: readonly Range[], written: readonly Sample[]): Transition | undefined {
  const hit = written.find((after) => before.some((range) => range.offset === after.offset && isBlank(range.bytes)));
  if (hit === undefined) return undefined;
  return {
    kind: 'random',
    strength: FILLED,
    before: head,
    after: { class: 'random', format: 'random', certainty: FILLED, reasons: [] },
    reasons: [`a disk image was swept with random bytes, also where it held nothing, at ${hit.offset}`],
  };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.length >= 64 && bytes.every((byte) => byte === bytes[0]);
}
