/**
 * Picks, among outputs, the ciphertext that a file that was read became. Sizes are compared before any bytes are.
 *
 * @module
 */
import type { Reading } from '../file/file-record.ts';
import type { Output } from '../file/output.ts';
import { canStandBehind } from './behind.ts';
import { certaintyOf, describeFit, type FitKind, fitOf, roughlyFits } from './fit.ts';
import type { Sceptic } from './sceptic.ts';

export interface Counterpart {
  readonly output: Output;
  /** Made of this one file: it cannot answer for another as well. */
  readonly sole: boolean;
  /** One for the many files that were read. */
  readonly many: boolean;
  readonly certainty: number;
  readonly reason: string;
}

/** How long after a reading an output can still hold it, ms. */
const SET_WINDOW = 600_000;
/** First bytes that are looked at to see that an output is encoded. */
const PRINTABLE_BYTES = 32;
/** Outputs of fitting size that are looked into before it is given up. */
const TRIES = 8;

interface Fitting {
  readonly output: Output;
  readonly kind: FitKind;
}

/** The output was open when the source was read, or soon after. */
export function overlaps(source: Reading, output: Output): boolean {
  return source.openedAt <= output.time && output.time - source.time < SET_WINDOW;
}

/**
 * The closest by size that is ciphertext: exact and encoded sizes first, then (unless `closely`) rough ones.
 *
 * @param outputs in order of time, latest last
 */
export function bestMatch(
  reading: Reading,
  outputs: readonly Output[],
  sceptic: Sceptic,
  closely: boolean,
): Counterpart | undefined {
  let close: Fitting[] | undefined;
  let rough: Fitting[] | undefined;
  for (let i = outputs.length - 1; i >= 0; i--) {
    const output = outputs[i] as Output;
    if (output.time < reading.openedAt) break;
    const kind = overlaps(reading, output) ? fitOf(reading, output) : undefined;
    if (kind === undefined || output.isPlain) continue;
    if (kind === 'compressed') {
      if (!closely && (rough === undefined || rough.length < TRIES)) rough = [...(rough ?? []), { output, kind }];
    } else close = [...(close ?? []), { output, kind }];
  }
  if (close !== undefined && close.length > 1) {
    close.sort((a, b) => Math.abs(a.output.size - reading.size) - Math.abs(b.output.size - reading.size));
    close.length = Math.min(close.length, TRIES);
  }
  return firstOf(reading, close, sceptic) ?? firstOf(reading, rough, sceptic);
}

function firstOf(reading: Reading, fits: readonly Fitting[] | undefined, sceptic: Sceptic): Counterpart | undefined {
  if (fits === undefined) return undefined;
  for (const { output, kind } of fits) {
    const found = matchOf(reading, output, kind, sceptic);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether this output is what became of that file. */
export function matchOf(
  reading: Reading,
  output: Output,
  kind: FitKind | undefined,
  sceptic: Sceptic,
): Counterpart | undefined {
  const { file } = reading.record;
  if (kind === undefined || (output.claimedBy !== undefined && output.claimedBy !== file)) return undefined;
  // The size of an encoding says nothing of bytes that are not encoded.
  if (
    !output.isCipher(sceptic) ||
    (kind === 'encoded' && !isPrintable(output.head)) ||
    (kind === 'compressed' && !roughlyFits(reading, output))
  )
    return undefined;
  // What was packed behind a header is smaller.
  if (output.isBehind && (kind !== 'exact' || !canStandBehind(reading.record, output))) return undefined;
  return {
    output,
    sole: kind !== 'compressed',
    many: false,
    certainty: certaintyOf(kind, output),
    reason: describeFit(kind, reading, output),
  };
}

/** Of every encoding, and of armoured containers: printable ASCII and line ends. */
function isPrintable(head: Uint8Array): boolean {
  return head
    .subarray(0, PRINTABLE_BYTES)
    .every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d);
}

/** Files read whole by those who wrote an output, and their bytes. */
export interface FileSet {
  readonly files: number;
  readonly bytes: number;
}

/** Whether so many files can have gone into one output: an archiver piped into an encryptor, or an encrypting archiver. */
export function holdsSet({ files, bytes }: FileSet, { size, claimedBy }: Output): boolean {
  return files >= 2 && claimedBy === undefined && size >= bytes / 200 && size <= bytes * 2 + 4096 * files;
}

/** The latest output that can hold the whole set and is ciphertext. */
export function setMatch(
  reading: Reading,
  outputs: readonly Output[],
  set: FileSet,
  sceptic: Sceptic,
): Counterpart | undefined {
  let tries = TRIES;
  for (let i = outputs.length - 1; i >= 0 && tries > 0; i--) {
    const output = outputs[i] as Output;
    if (output.time < reading.openedAt) break;
    if (output.isPlain || output.file === reading.record.file || !overlaps(reading, output) || !holdsSet(set, output))
      continue;
    if (output.isCipher(sceptic) && !output.isBehind) {
      const reason = `${set.files} files of ${set.bytes} bytes went into ${output.size} bytes`;
      return { output, sole: false, many: true, certainty: 0.7, reason };
    }
    tries -= 1;
  }
  return undefined;
}
