/**
 * Content classes of byte ranges.
 *
 * @module
 */
export { classify, classifyQuickly, hiddenStream, isCiphertext, isPlaintext, withoutHeaderless } from './classify.ts';

export { unpacksTo } from './compressed.ts';
export { decodeText, type TextEncoding } from './decode-text.ts';
export { deflatedEntry } from './formats.ts';
export { isPicture } from './pictures.ts';
export { endMark, stuffing } from './trail.ts';
export type { Content, ContentClass, Head } from './types.ts';
