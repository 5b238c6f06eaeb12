/**
 * Bytes that were turned into printable characters: which encoding, and the bytes again. Whatever an encryptor's output is piped
 * through, its ciphertext is as random as before once this is undone.
 *
 * Sources: RFC 4648 (base16, base32, base64), RFC 1924 and btoa (base85), POSIX uuencode.
 *
 * @module
 */
import { distinctOf, histogramOf } from '../histogram.ts';

export type TextEncoding = 'hex' | 'base32' | 'base64' | 'base85' | 'uuencode';

export interface DecodedText {
  readonly encoding: TextEncoding;
  readonly bytes: Uint8Array;
}

/** Fewer characters than these are words. */
const MIN_CHARACTERS: Record<TextEncoding, number> = { hex: 48, base32: 48, base64: 20, base85: 60, uuencode: 60 };

/** Two digits of each byte together, or each one or two bytes apart; the last may be cut. */
const HEX = /^[0-9a-f]*(?:[ :](?:[0-9a-f]{2}){1,2})*(?:[ :][0-9a-f]{1,3})?$/i;
const BASE32 = /^(?:[A-Z2-7]+|[a-z2-7]+)={0,6}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

const DIGITS_AND_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** By RFC 1924, as git and python's b85 use it; by btoa (Ascii85); by ZeroMQ's RFC 32. */
const ALPHABETS_85: readonly string[] = [
  `${DIGITS_AND_LETTERS}!#$%&()*+-;<=>?@^_\`{|}~`,
  Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join(''),
  '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#',
];

/** The encodings that a text (its beginning at least) can be in, each with the bytes; usually none or one. */
export function decodeText(text: string): readonly DecodedText[] {
  const lines = text.replace(/[\r\n]+/g, '\n').trim();
  const packed = lines.replaceAll('\n', '');
  const found: DecodedText[] = [];
  const add = (encoding: TextEncoding, bytes: Uint8Array | undefined) => {
    if (bytes !== undefined && packed.length >= MIN_CHARACTERS[encoding]) found.push({ encoding, bytes });
  };
  if (looksHex(lines)) add('hex', Buffer.from(lines.replace(/[^0-9a-f]/gi, '').replace(/^(.*).$/s, evenly), 'hex'));
  else if (/[0-9]/.test(packed) && BASE32.test(packed)) add('base32', fromBase32(packed));
  else if (/[0-9]/.test(packed) && /[a-z]/.test(packed) && BASE64.test(packed))
    add('base64', Buffer.from(packed.replaceAll('-', '+').replaceAll('_', '/'), 'base64'));
  else if (/^begin [0-7]{3,4} \S/.test(lines)) add('uuencode', fromUuencode(lines));
  else if (!packed.includes(' ')) add('base85', fromBase85(packed));
  return found;
}

function evenly(all: string, butLast: string): string {
  return all.length % 2 === 0 ? all : butLast;
}

/** Lines of digits; a first and a last one may be cut. */
function looksHex(lines: string): boolean {
  return lines.split('\n').every((line) => HEX.test(line.trim()));
}

function fromBase32(packed: string): Uint8Array {
  const digits = packed.replace(/=+$/, '').toUpperCase();
  const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8));
  let [held, bits, at] = [0, 0, 0];
  for (const digit of digits) {
    const code = digit.charCodeAt(0);
    held = ((held << 5) | (code >= 65 ? code - 65 : code - 24)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}

/** Groups of five digits that are no number of 32 bits rule an alphabet out: text does not pass this. */
function fromBase85(packed: string): Uint8Array | undefined {
  const body = packed.replace(/^<~/, '').replace(/~>$/, '');
  for (const alphabet of ALPHABETS_85) {
    const groups = numbers85(body, alphabet);
    if (groups === undefined) continue;
    const bytes = new Uint8Array(groups.length * 4);
    const view = new DataView(bytes.buffer);
    for (const [i, group] of groups.entries()) view.setUint32(i * 4, group);
    return bytes;
  }
  return undefined;
}

function numbers85(body: string, alphabet: string): readonly number[] | undefined {
  const groups: number[] = [];
  for (let at = 0; at + 5 <= body.length; at += 5) {
    let value = 0;
    for (let i = at; i < at + 5; i++) {
      const digit = alphabet.indexOf(body[i] as string);
      if (digit < 0) return undefined;
      value = value * 85 + digit;
    }
    if (value > 0xffff_ffff) return undefined;
    groups.push(value);
  }
  return groups;
}

function fromUuencode(lines: string): Uint8Array {
  const bytes: number[] = [];
  for (const line of lines.split('\n').slice(1)) {
    const code = (i: number) => ((line.charCodeAt(i) || 32) - 32) & 63;
    const length = Math.min(code(0), Math.floor(((line.length - 1) * 3) / 4));
    for (let i = 0; i < length; i++) {
      const at = 1 + Math.floor(i / 3) * 4;
      const [a, b, c, d] = [code(at), code(at + 1), code(at + 2), code(at + 3)];
      bytes.push([(a << 2) | (b >> 4), (b << 4) | (c >> 2), (c << 6) | d][i % 3] as number);
    }
  }
  return Uint8Array.from(bytes, (byte) => byte & 0xff);
}

/** Symbols of each encoding that uses all of them alike. Short runs of words and numbers decode to what passes for random bytes, too. */
const SYMBOLS: Readonly<Record<TextEncoding, number | undefined>> = {
  hex: undefined,
  base32: 32,
  base64: 64,
  base85: 85,
  uuencode: undefined,
};

/** Whether a text uses the symbols of its encoding evenly, as random bytes do: χ² over as many cells, at most 4.5 deviations above its mean. */
export function usesEvenly(text: string, encoding: TextEncoding): boolean {
  const symbols = SYMBOLS[encoding];
  if (symbols === undefined) return true;
  const packed = text.replace(/[\r\n]+/g, '').replace(/=+$/, '');
  const histogram = histogramOf(Buffer.from(packed, 'latin1'));
  const n = packed.length;
  let squares = 0;
  for (const count of histogram) squares += count * count;
  const chi = (symbols * squares) / n - n;
  const limit = symbols - 1 + 4.5 * Math.sqrt(2 * (symbols - 1));
  return chi < limit && distinctOf(histogram) > Math.min(n, symbols) * 0.35;
}
