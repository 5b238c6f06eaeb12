/**
 * Other formats people keep, by magic and by the structure that must follow it.
 *
 * @module
 */
import { crc32 } from 'node:zlib';
import { latin1, startsWith, u16be, u16le, u32be, u32le } from './bytes.ts';
import { inflates } from './inflate.ts';
import { jpegXl, lhaHeader, vcdiffWindow } from './packers.ts';
import { type Content, type ContentClass, content, type Head } from './types.ts';

interface Format {
  readonly class: ContentClass;
  readonly name: string;
  readonly magic: string | readonly number[];
  readonly at?: number;
  /** Whether what follows the magic can be this format. Absent where the magic is 6 bytes or longer. */
  readonly holds?: (head: Head) => boolean;
}

/** Public so that tests and docs can list what is known. */
export const FORMATS: readonly Format[] = [
  { class: 'image', name: 'jpeg', magic: [0xff, 0xd8, 0xff], holds: jpegSegments },
  { class: 'image', name: 'png', magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], holds: pngHeader },
  { class: 'image', name: 'gif', magic: 'GIF8', holds: ({ bytes }) => /^GIF8[79]a/.test(latin1(bytes, 0, 6)) },
  { class: 'image', name: 'tiff', magic: [0x49, 0x49, 0x2a, 0], holds: ({ bytes, size }) => u32le(bytes, 4) < size },
  { class: 'image', name: 'tiff', magic: [0x4d, 0x4d, 0, 0x2a], holds: ({ bytes, size }) => u32be(bytes, 4) < size },
  { class: 'image', name: 'bmp', magic: 'BM', holds: bitmap },
  { class: 'image', name: 'psd', magic: [0x38, 0x42, 0x50, 0x53, 0, 1] },
  { class: 'image', name: 'ico', magic: [0, 0, 1, 0], holds: ({ bytes }) => u16le(bytes, 4) < 64 && bytes[9] === 0 },
  { class: 'image', name: 'webp', magic: 'RIFF', holds: ({ bytes }) => startsWith(bytes, 'WEBP', 8) },
  { class: 'image', name: 'jpeg-xl', magic: [0xff, 0x0a], holds: jpegXl },
  { class: 'audio', name: 'wav', magic: 'RIFF', holds: ({ bytes }) => startsWith(bytes, 'WAVE', 8) },
  { class: 'video', name: 'avi', magic: 'RIFF', holds: ({ bytes }) => startsWith(bytes, 'AVI ', 8) },
  { class: 'audio', name: 'flac', magic: 'fLaC', holds: ({ bytes }) => ((bytes[4] ?? 0) & 0x7f) <= 6 },
  { class: 'audio', name: 'ogg', magic: 'OggS', holds: ({ bytes }) => bytes[4] === 0 && (bytes[5] ?? 9) <= 7 },
  {
    class: 'audio',
    name: 'mp3',
    magic: 'ID3',
    holds: ({ bytes }) => (bytes[3] ?? 9) <= 4 && (u32be(bytes, 6) & 0x80808080) === 0,
  },
  { class: 'audio', name: 'mp3', magic: [0xff], holds: mpegAudio },
  { class: 'video', name: 'mp4', magic: 'ftyp', at: 4, holds: ({ bytes }) => u32be(bytes, 0) < 4096 },
  {
    class: 'video',
    name: 'matroska',
    magic: [0x1a, 0x45, 0xdf, 0xa3],
    holds: ({ bytes }) => ((bytes[4] ?? 0) & 0xf0) !== 0,
  },
  { class: 'video', name: 'mpeg', magic: [0, 0, 1, 0xba] },
  { class: 'pdf', name: 'pdf', magic: '%PDF-', holds: ({ bytes }) => /^%PDF-[12]\.\d/.test(latin1(bytes, 0, 8)) },
  { class: 'document', name: 'ole2', magic: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { class: 'document', name: 'rtf', magic: '{\\rtf' },
  { class: 'document', name: 'postscript', magic: '%!PS' },
  { class: 'archive', name: 'zip', magic: [0x50, 0x4b, 3, 4], holds: zipEntry },
  { class: 'archive', name: 'zip', magic: [0x50, 0x4b, 5, 6], holds: ({ size }) => size < 66_000 },
  { class: 'archive', name: '7z', magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], holds: sevenZip },
  { class: 'archive', name: 'rar', magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { class: 'archive', name: 'lha', magic: '-l', at: 2, holds: lhaHeader },
  { class: 'compressed', name: 'vcdiff', magic: [0xd6, 0xc3, 0xc4], holds: vcdiffWindow },
  { class: 'archive', name: 'tar', magic: 'ustar', at: 257 },
  { class: 'archive', name: 'ar', magic: '!<arch>\n' },
  {
    class: 'archive',
    name: 'cpio',
    magic: '07070',
    holds: ({ bytes }) => /^07070[127][0-9a-fA-F]{30}/.test(latin1(bytes, 0, 40)),
  },
  { class: 'archive', name: 'rpm', magic: [0xed, 0xab, 0xee, 0xdb] },
  {
    class: 'archive',
    name: 'git-pack',
    magic: 'PACK',
    holds: ({ bytes }) => u32be(bytes, 4) === 2 || u32be(bytes, 4) === 3,
  },
  { class: 'database', name: 'git-index', magic: 'DIRC', holds: ({ bytes }) => u32be(bytes, 4) <= 4 },
  { class: 'database', name: 'git-pack-index', magic: [0xff, 0x74, 0x4f, 0x63] },
  { class: 'database', name: 'sqlite', magic: 'SQLite format 3\0' },
  {
    class: 'database',
    name: 'sqlite-wal',
    magic: [0x37, 0x7f, 0x06],
    holds: ({ bytes }) => u32be(bytes, 4) === 3_007_000,
  },
  { class: 'database', name: 'sqlite-journal', magic: [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7] },
  { class: 'database', name: 'gdbm', magic: [0xce, 0x9a, 0x57, 0x13] },
  {
    class: 'database',
    name: 'postgres-wal',
    magic: [0xd1],
    at: 1,
    holds: ({ bytes }) => u16le(bytes, 0) >= 0xd100 && u16le(bytes, 2) <= 15,
  },
  { class: 'executable', name: 'elf', magic: [0x7f, 0x45, 0x4c, 0x46], holds: elf },
  {
    class: 'executable',
    name: 'pe',
    magic: 'MZ',
    holds: ({ bytes }) => u32le(bytes, 60) < 4096 && u32le(bytes, 60) > 60,
  },
  {
    class: 'executable',
    name: 'java',
    magic: [0xca, 0xfe, 0xba, 0xbe],
    holds: ({ bytes }) => u16be(bytes, 6) >= 45 && u16be(bytes, 6) < 80,
  },
  { class: 'executable', name: 'wasm', magic: [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0] },
  {
    class: 'executable',
    name: 'python',
    magic: [0x0d, 0x0a],
    at: 2,
    holds: ({ bytes }) => u32le(bytes, 4) <= 3 && (bytes[1] ?? 0) >= 0x0c,
  },
  {
    class: 'font',
    name: 'truetype',
    magic: [0, 1, 0, 0],
    holds: ({ bytes }) =>
      u16be(bytes, 4) > 0 && u16be(bytes, 4) < 64 && /^[A-Za-z/ 0-9]{4}$/.test(latin1(bytes, 12, 16)),
  },
  { class: 'font', name: 'opentype', magic: 'OTTO' },
  { class: 'font', name: 'woff', magic: 'wOFF' },
  { class: 'font', name: 'woff2', magic: 'wOF2' },
  { class: 'disk_image', name: 'qcow2', magic: [0x51, 0x46, 0x49, 0xfb] },
  { class: 'disk_image', name: 'vmdk', magic: 'KDMV' },
  { class: 'disk_image', name: 'squashfs', magic: 'hsqs' },
  { class: 'disk_image', name: 'mbr', magic: [0x55, 0xaa], at: 510, holds: ({ size }) => size >= 1 << 20 },
];

/** The first format whose magic is there and whose structure holds; a lying long magic is class `random`. */
export function knownFormat(head: Head): Content | undefined {
  for (const format of FORMATS) {
    if (!startsWith(head.bytes, format.magic, format.at ?? 0)) continue;
    if (format.holds === undefined || format.holds(head)) {
      const certainty = format.magic.length >= 4 ? 0.97 : 0.9;
      return content(format.class, format.name, certainty, `${format.name} magic and structure`);
    }
  }
  return undefined;
}

/** Every segment that lies within the sample begins with ff and a marker; entropy data follows ffda. */
function jpegSegments({ bytes, size }: Head): boolean {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) return true;
    if (marker < 0xc0 || marker === 0xff) return false;
    const length = u16be(bytes, at + 2);
    if (length < 2 || at + length > Math.max(size, bytes.length)) return false;
    at += 2 + length;
  }
  return true;
}

function pngHeader({ bytes }: Head): boolean {
  if (bytes.length < 33) return true;
  return u32be(bytes, 8) === 13 && startsWith(bytes, 'IHDR', 12) && crc32(bytes.subarray(12, 29)) === u32be(bytes, 29);
}

function bitmap({ bytes, size }: Head): boolean {
  return u32le(bytes, 6) === 0 && u32le(bytes, 10) < size && [12, 40, 52, 56, 108, 124].includes(u32le(bytes, 14));
}

/** Two frame headers in a row would be better; the sample rarely holds both. All fields must be legal. */
function mpegAudio({ bytes }: Head): boolean {
  const second = bytes[1] ?? 0;
  const third = bytes[2] ?? 0;
  if ((second & 0xe6) !== 0xe2 || third >> 4 === 15 || third >> 4 === 0 || ((third >> 2) & 3) === 3) return false;
  const bitrate = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320][third >> 4] ?? 0;
  const rate = [44_100, 48_000, 32_000][(third >> 2) & 3] ?? 44_100;
  const next = Math.floor((144_000 * bitrate) / rate) + ((third >> 1) & 1);
  return next + 1 < bytes.length && bytes[next] === 0xff && ((bytes[next + 1] ?? 0) & 0xe6) === 0xe2;
}

/** Local file header: version, flags and method are legal, a name follows, and deflated data inflates. */
function zipEntry({ bytes }: Head): boolean {
  const method = u16le(bytes, 8);
  const nameLength = u16le(bytes, 26);
  const extraLength = u16le(bytes, 28);
  if ((bytes[4] ?? 99) > 63 || ![0, 8, 9, 12, 14, 93, 95].includes(method)) return false;
  if (nameLength === 0 || nameLength > 4096) return false;
  const data = bytes.subarray(30 + nameLength + extraLength);
  if (method !== 8 || data.length < 16) return true;
  return inflates(data);
}

/** Whether bytes from a file's start are a zip archive whose first entry was really inflated, as far as they go. */
export function deflatedEntry(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0x50, 0x4b, 3, 4], 0) || u16le(bytes, 8) !== 8) return false;
  const data = bytes.subarray(30 + u16le(bytes, 26) + u16le(bytes, 28));
  return data.length >= 64 && inflates(data);
}

function sevenZip({ bytes }: Head): boolean {
  return (
    bytes.length < 32 ||
    (bytes[6] === 0 && (u32le(bytes, 8) === 0 || crc32(bytes.subarray(12, 32)) === u32le(bytes, 8)))
  );
}

function elf({ bytes }: Head): boolean {
  const width = bytes[4] ?? 0;
  const order = bytes[5] ?? 0;
  if ((width !== 1 && width !== 2) || (order !== 1 && order !== 2) || bytes[6] !== 1) return false;
  const type = order === 1 ? u16le(bytes, 16) : u16be(bytes, 16);
  return type <= 4 || type >= 0xfe00;
}
