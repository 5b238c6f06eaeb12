/**
 * Content transition: one range of a file before and after, at the same offset.
 *
 * @module
 */
import {
  type Content,
  classifyQuickly,
  compareRanges,
  deflatedEntry,
  histogramOf,
  isCiphertext,
  isPicture,
  isPlaintext,
  type RangeChange,
  randomness,
  shapeDistance,
  sharedContent,
  unpacksTo,
} from '../../../stats/index.ts';
import { BEHIND } from '../file/behind.ts';
import type { Transition } from './facts.ts';
import { repeatingKey } from './repeating-key.ts';

/** A known range of a file. */
export interface Range {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Above this share of unchanged positions a range was edited (or left alone), not encrypted. */
export const EDITED = 0.9;

/** Classes of content that are the same from beginning to end. */
const UNIFORM: ReadonlySet<Content['class']> = new Set(['text', 'markup', 'source', 'structured', 'key']);

/** A known range counts as having held something: a recognised format, text, or clearly non-random data. */
export function isStructured(content: Content): boolean {
  return isPlaintext(content) || (content.class === 'binary' && content.certainty >= 0.7);
}

/**
 * Judges one range; undefined when nothing was destroyed as far as it shows.
 *
 * @param size of the file before, in bytes
 * @param known class of the range before, when it was worked out already
 */
export function rangeTransition(before: Range, after: Range, size: number, known?: Content): Transition | undefined {
  const same = before.offset === after.offset;
  // The comparison is cheap, and an edited range needs no class.
  const change = same ? compareRanges(before.bytes, after.bytes) : undefined;
  if (change !== undefined && (change.compared === 0 || change.same > EDITED)) return undefined;
  const was = known ?? classifyQuickly(before.bytes, size, before.offset);
  if (!isStructured(was)) return undefined;
  const now = classifyQuickly(after.bytes, Math.max(size, after.offset + after.bytes.length), after.offset);
  if (change === undefined) return elsewhere(was, now, after);
  return wholeRange(was, now, before, after) ?? withinRange(was, now, before, after, change);
}

/** The same judgement where only the classes are known, as for a file and its counterpart. */
export function classTransition(was: Content, now: Content): Transition | undefined {
  if (!isStructured(was) || !isCiphertext(now) || sameEncoding(was, now)) return undefined;
  const kind = kindOf(now);
  const strength = now.certainty * (was.class === 'binary' ? 0.8 : 1);
  return {
    kind,
    strength,
    before: was,
    after: now,
    reasons: [`${describe(was)} became ${describe(now)}`, ...now.reasons],
  };
}

function kindOf({ class: cls, format }: Content): Transition['kind'] {
  if (cls === 'encrypted_container') return 'container';
  if (cls === 'encoded') return 'encoded';
  return format === BEHIND ? 'partial' : 'random';
}

/** Text at the start means text elsewhere; of any other format the beginning says nothing about the rest. */
function elsewhere(was: Content, now: Content, after: Range): Transition | undefined {
  if (!UNIFORM.has(was.class) || now.class !== 'random' || after.bytes.length < 64) return undefined;
  const found = classTransition(was, now);
  return found === undefined ? undefined : { ...found, kind: 'partial', strength: found.strength * 0.7 };
}

function wholeRange(was: Content, now: Content, before: Range, after: Range): Transition | undefined {
  if (!isCiphertext(now)) return undefined;
  // Ciphertext holds nothing of what it was made of; compressed data that was edited, or base64 text, may.
  if (sharedContent(before.bytes, after.bytes) > 0.3) return undefined;
  return classTransition(was, now);
}

/** Stripes within the range, a repeating key, or structure that is simply gone. */
function withinRange(
  was: Content,
  now: Content,
  before: Range,
  after: Range,
  change: RangeChange,
): Transition | undefined {
  const told = (kind: Transition['kind'], strength: number, ...reasons: readonly string[]): Transition => ({
    kind,
    strength,
    before: was,
    after: now,
    reasons,
  });
  const key = change.same < 0.05 ? repeatingKey(before.bytes, after.bytes) : undefined;
  if (key !== undefined) return told('scrambled', 0.85, `${describe(was)} XORed with a key of ${key} bytes`);
  // Another version of what decodes decodes as well; stripes of ciphertext within it would not.
  if (decodes(now, after) || isNextPicture(was, now, before, after)) return undefined;
  const stripes = change.same > 0.02 && change.changed.length >= 32 && randomness(change.changed).verdict === 'random';
  if (stripes && randomness(change.replaced).verdict === 'structured') {
    const percent = ((1 - change.same) * 100).toFixed(0);
    return told('partial', 0.8, `${percent} % of the bytes of ${describe(was)} became random, the rest stayed`);
  }
  if (now.class !== 'binary' || was.class === 'binary' || sharedContent(before.bytes, after.bytes) > 0.05)
    return undefined;
  if (change.same > 0.2) return undefined;
  if (change.compared >= 64 && shapeDistance(histogramOf(before.bytes), histogramOf(after.bytes)) < 0.06) {
    return told('scrambled', 0.8, `bytes of ${describe(was)} were substituted one for one`);
  }
  // A compressed stream without a header need not pass for random.
  if (after.offset === 0 && unpacksTo(after.bytes, before.bytes)) return undefined;
  const short = after.bytes.length < 24;
  return told('lost_structure', short ? 0.55 : 0.4, `${describe(was)} lost its structure and nothing of it is left`);
}

/** Compressed data that was believed because it decodes, from the very beginning. */
function decodes(now: Content, { offset, bytes }: Range): boolean {
  return offset === 0 && (now.class === 'compressed' || (now.class === 'archive' && deflatedEntry(bytes)));
}

/** A picture gave way to a picture: its palette, its depth and its tables may have changed, and pass for random. */
function isNextPicture(was: Content, now: Content, before: Range, after: Range): boolean {
  const pictures = after.offset === 0 && was.class === 'image' && now.class === 'image';
  return pictures && isPicture(now.format, after.bytes, before.bytes);
}

/** Hashes and key material in text form are random before, too. */
function sameEncoding(was: Content, now: Content): boolean {
  return now.class === was.class || (now.class === 'encoded' && was.class === 'key');
}

/** `class/format` for a person. */
export function describe(content: Content): string {
  return content.format === content.class ? content.class : `${content.class} (${content.format})`;
}
