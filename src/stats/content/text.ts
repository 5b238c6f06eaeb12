/**
 * Text: which encoding, and which kind (prose, markup, source, data, key, base64).
 *
 * @module
 */
import { randomness } from '../randomness.ts';
import { compressedContent } from './compressed.ts';
import { decodeText, usesEvenly } from './decode-text.ts';
import { encryptedContent } from './encrypted.ts';
import { knownFormat } from './formats.ts';
import { type Content, type ContentClass, content } from './types.ts';

type Encoding = 'utf-8' | 'utf-16' | 'latin-1';

/** What a text range is, or undefined when it is not text. Ranges may begin and end within a character. */
export function textContent(bytes: Uint8Array, atStart: boolean): Content | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const certainty = encoding === 'latin-1' ? 0.7 : Math.min(0.55 + bytes.length / 64, 0.98);
  if (encoding === 'utf-16') return content('text', 'utf-16', certainty, 'UTF-16 text');
  const text = new TextDecoder(encoding === 'utf-8' ? 'utf-8' : 'latin1').decode(bytes);
  const encoded = encodedBinary(text);
  if (encoded !== undefined) return encoded;
  const [cls, format] = kindOf(text, atStart) ?? ['text', encoding];
  return content(cls, format, certainty, `${encoding} text`);
}

function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const n = bytes.length;
  if (n < 2) return n === 1 && printable(bytes[0] as number) ? 'utf-8' : undefined;
  if (utf16(bytes)) return 'utf-16';
  let controls = 0;
  let high = 0;
  let letters = 0;
  for (let i = 0; i < n; i++) {
    const b = bytes[i] as number;
    if (b >= 0x80) high++;
    else if (!printable(b)) controls++;
    else if ((b | 0x20) >= 0x61 && (b | 0x20) <= 0x7a) letters++;
  }
  // Terminal output and old documents carry a stray control character.
  if (controls > n / 100) return undefined;
  if (high === 0) return 'utf-8';
  if (validUtf8(bytes)) return 'utf-8';
  return n >= 24 && high < n * 0.25 && letters > n * 0.5 && controls === 0 && !c1Controls(bytes)
    ? 'latin-1'
    : undefined;
}

function printable(b: number): boolean {
  return (b >= 0x20 && b !== 0x7f) || (b >= 0x08 && b <= 0x0d) || b === 0x1b;
}

function c1Controls(bytes: Uint8Array): boolean {
  let n = 0;
  for (const b of bytes) if (b >= 0x80 && b < 0xa0) n++;
  return n > bytes.length / 50;
}

/** UTF-8 with at least 2-byte sequences, allowing a cut character at either end. */
function validUtf8(bytes: Uint8Array): boolean {
  let i = 0;
  while (i < 3 && ((bytes[i] ?? 0) & 0xc0) === 0x80) i++;
  let sequences = 0;
  while (i < bytes.length) {
    const b = bytes[i] as number;
    if (b < 0x80) {
      i++;
      continue;
    }
    const length = b >= 0xc2 && b < 0xe0 ? 2 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xf0 && b < 0xf5 ? 4 : 0;
    if (length === 0) return false;
    for (let k = 1; k < length && i + k < bytes.length; k++)
      if (((bytes[i + k] as number) & 0xc0) !== 0x80) return false;
    i += length;
    sequences++;
  }
  // A short range of arbitrary bytes is valid UTF-8 by chance only when it holds next to no high bytes.
  return sequences >= 1 && (bytes.length >= 8 || sequences === 1);
}

/** A byte order mark, or nearly every second byte zero with printable neighbours. */
function utf16(bytes: Uint8Array): boolean {
  const bom = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (bytes.length < 8) return false;
  for (const zero of [0, 1]) {
    let matching = 0;
    const pairs = Math.floor(bytes.length / 2);
    for (let i = 0; i < pairs; i++) {
      const other = bytes[i * 2 + 1 - zero] as number;
      if (bytes[i * 2 + zero] === 0 && printable(other) && other < 0x80) matching++;
    }
    if (matching > pairs * (bom ? 0.6 : 0.9)) return true;
  }
  return false;
}

/** Characters that stand for bytes which look random, or begin an encryption container. */
function encodedBinary(text: string): Content | undefined {
  for (const { encoding, bytes } of decodeText(text)) {
    const whole = { bytes, size: Number.MAX_SAFE_INTEGER };
    const container = encryptedContent(whole);
    if (container !== undefined && bytes.length >= 16)
      return content(
        'encrypted_container',
        `${container.format}-${encoding}`,
        container.certainty,
        ...container.reasons,
      );
    // A picture or a compressed file in the mail: what it is shows once it is decoded.
    if ((compressedContent(whole) ?? knownFormat(whole)) !== undefined) return undefined;
    const { verdict, chi } = randomness(bytes);
    if (verdict !== 'random' || !usesEvenly(text, encoding)) continue;
    const figures = `${encoding} of ${bytes.length} random bytes (χ² ${chi.toFixed(0)})`;
    return content('encoded', encoding, bytes.length < 48 ? 0.6 : 0.9, figures);
  }
  return undefined;
}

/** A line that only a program has. */
const CODE_LINE =
  /^\s*(import [\w.{*'"]+.*[;'"\w]$|from \S+ import |def \w+\(|class \w+\s*[:({]|function \w*\s*\(|package [\w.]+;|use [\w:]+;|fn \w+\(|(public|static|private|export|const|let|var) [\w<>[\]*]+ .*[;{(=])/m;

const KINDS: readonly (readonly [ContentClass, string, RegExp])[] = [
  ['key', 'pem', /^-----BEGIN [A-Z0-9 ]*(PRIVATE|PUBLIC) KEY/],
  ['key', 'certificate', /^-----BEGIN (TRUSTED )?CERTIFICATE/],
  ['key', 'pgp-key', /^-----BEGIN PGP (PUBLIC|PRIVATE) KEY BLOCK/],
  ['key', 'ssh', /^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-\S+) AAAA/],
  ['document', 'rtf', /^\{\\rtf/],
  ['source', 'script', /^#!\s*\//],
  ['markup', 'xml', /^\s*(<\?xml|<!DOCTYPE|<html|<svg)/i],
  ['markup', 'html', /<(html|head|body|div|p|span|table|a|script|li|td|h[1-6])\b[^>]*>/i],
  ['structured', 'json', /^\s*[[{][\s]*("[^"\n]{1,80}"\s*:|\{|\[|\])/],
  ['structured', 'ini', /^\s*\[[\w .:-]+\]\s*$/m],
  ['structured', 'csv', /^([^,;\t\n]*[,;\t]){2,}[^,;\t\n]*\r?\n([^,;\t\n]*[,;\t]){2,}/],
  ['source', 'c', /^\s*#\s*(include|define|ifn?def|pragma)\b/m],
  ['source', 'code', CODE_LINE],
];

function kindOf(text: string, atStart: boolean): readonly [ContentClass, string] | undefined {
  for (const [cls, format, pattern] of KINDS) {
    if ((atStart || !pattern.source.startsWith('^') || pattern.multiline) && pattern.test(text)) return [cls, format];
  }
  return undefined;
}
