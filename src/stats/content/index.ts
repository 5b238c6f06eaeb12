/**
 * Content classes of byte ranges.
 *
 * @module
 */
export { classify, classifyQuickly, hasRandomBody, isCiphertext, isPlaintext, withoutHeaderless } from './classify.ts';
export { compressedContent, headerlessStream } from './compressed.ts';
export { encryptedContent } from './encrypted.ts';
export { knownFormat } from './formats.ts';
export { textContent } from './text.ts';
export type { Content, ContentClass, Head } from './types.ts';
