/**
 * Real bytes for tests: text, images, archives, databases, and what encryptors make of them.
 *
 * @module
 */
import { createCipheriv, createHash } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

const WORDS =
  'the quarterly report shows that revenue from northern branches grew while costs of transport fell by a tenth and our partners asked for new terms before the end of march so we should meet again'.split(
    ' ',
  );

/** English-like prose of about `size` bytes, different for each seed. */
export function prose(size: number, seed = 1): Buffer {
  let state = seed * 2_654_435_761;
  let text = `Report ${seed}\n\n`;
  while (text.length < size) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += `${WORDS[(state >>> 8) % WORDS.length]}${state % 13 === 0 ? '.\n' : ' '}`;
  }
  return Buffer.from(text.slice(0, size));
}

export function csv(rows: number, seed = 1): Buffer {
  let text = 'id,name,amount,date\n';
  for (let i = 0; i < rows; i++)
    text += `${i},customer ${i * seed},${(i * 7919 * seed) % 10_000}.50,2025-03-${(i % 28) + 1}\n`;
  return Buffer.from(text);
}

/** JFIF head with legal segments, then entropy-coded-looking data. */
export function jpeg(size: number, seed = 1): Buffer {
  const head = Buffer.from('ffd8ffe000104a46494600010101004800480000ffdb004300', 'hex');
  const table = Buffer.alloc(64, 16);
  const scan = Buffer.from('ffda000c03010002110311003f00', 'hex');
  return Buffer.concat([head, table, scan, noise(size - head.length - 64 - scan.length, seed)]);
}

export function sqlite(pages: number): Buffer {
  const bytes = Buffer.alloc(pages * 4096);
  bytes.write('SQLite format 3\0', 0, 'latin1');
  bytes.writeUInt16BE(4096, 16);
  for (let i = 0; i < pages; i++) bytes.write(`row ${i} of some table`, i * 4096 + 2000);
  return bytes;
}

/** A page of a database engine: header, offsets, rows; no magic. */
export function page(seed: number): Buffer {
  const bytes = Buffer.alloc(8192);
  bytes.writeUInt32LE(seed * 7919, 4);
  bytes.writeUInt16LE(300 + seed, 12);
  for (let i = 0; i < 60; i++) bytes.writeUInt32LE((8000 - i * 40) | (40 << 16), 24 + i * 4);
  for (let i = 0; i < 60; i++) bytes.write(`customer-${seed * 100 + i}`, 8000 - i * 40, 'latin1');
  return bytes;
}

/** Bytes that no test can tell from random: AES-256-CTR of zeros, the same for the same seed. */
export function noise(size: number, seed = 1): Buffer {
  return aes(Buffer.alloc(Math.max(size, 0)), seed);
}

/** AES-256-CTR: as long as the plaintext. */
export function aes(plain: Uint8Array, seed = 1): Buffer {
  const key = createHash('sha256').update(`key ${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16, 1)).update(plain);
}

/** `openssl enc -aes-256-cbc -salt` */
export function opensslEnc(plain: Uint8Array, seed = 1): Buffer {
  const key = createHash('sha256').update(`pass ${seed}`).digest();
  const cipher = createCipheriv('aes-256-cbc', key, Buffer.alloc(16, 2));
  return Buffer.concat([Buffer.from('Salted__'), noise(8, seed), cipher.update(plain), cipher.final()]);
}

/** `gpg -c`: a symmetric-key packet, then partial encrypted data, compressed first. */
export function gpgSymmetric(plain: Uint8Array, seed = 1): Buffer {
  const session = Buffer.concat([Buffer.from('8c0d04090308', 'hex'), noise(8, seed), Buffer.from('60', 'hex')]);
  const body = aes(deflateSync(plain), seed);
  const length = body.length + 1;
  const head = Buffer.from([
    0xd2,
    0xff,
    (length >>> 24) & 255,
    (length >>> 16) & 255,
    (length >>> 8) & 255,
    length & 255,
    1,
  ]);
  return Buffer.concat([session, head, body]);
}

export function gzip(plain: Uint8Array): Buffer {
  return gzipSync(plain);
}

/** xz's stream and block header, then data that passes for random. */
export function xzLike(size: number, seed = 1): Buffer {
  const head = Buffer.from('fd377a585a000004e6d6b4460200210116000000742fe5a3', 'hex');
  return Buffer.concat([head, noise(size - head.length, seed)]);
}

export function ransomNote(): Buffer {
  return Buffer.from(
    'All your files have been encrypted with AES-256 and RSA-4096.\nTo decrypt them you have to pay 2 BTC.\n' +
      'Download Tor Browser and write to us at http://examplexyz.onion/chat\nDo not rename or modify the files.\n',
  );
}

/** One local entry with these (deflated) data; nothing follows it. */
export function zip(name: string, data: Uint8Array, encrypted: boolean): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(encrypted ? 1 : 0, 6);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, Buffer.from(name), data]);
}

/** An Ogg page that begins an Opus stream, then data that passes for random. */
export function opus(size: number, seed = 1): Buffer {
  const head = Buffer.from('4f67675300020000000000000000', 'hex');
  const body = Buffer.concat([head, Buffer.alloc(13, 1), Buffer.from('OpusHead')]);
  return Buffer.concat([body, noise(size - body.length, seed)]);
}

/** MPEG-1 layer III, 128 kbit/s at 44.1 kHz: frames of 417 bytes. */
export function mp3(frames: number, seed = 1): Buffer {
  const frame = Buffer.from('fffb9000', 'hex');
  return Buffer.concat(Array.from({ length: frames }, (_, i) => Buffer.concat([frame, noise(413, seed * 97 + i)])));
}

/** A KeePass 2 database: signature, version, header fields, then ciphertext. */
export function kdbx(size: number, seed = 1): Buffer {
  const head = Buffer.from('03d9a29a67fb4bb501000400021000000031c1f2e6bf714350be5805216afc5aff', 'hex');
  return Buffer.concat([head, noise(size - head.length, seed)]);
}

/** A JPEG picture whose entropy-coded data keeps the rule on bytes of 255, with its marker of the end. */
export function picture(size: number, seed = 1): Buffer {
  const bytes = jpeg(size - 2, seed);
  const scan = bytes.indexOf('ffda', 0, 'hex') + 14;
  for (let at = scan; at < bytes.length; at++) if (bytes[at - 1] === 0xff) bytes[at] = 0;
  return Buffer.concat([bytes, Buffer.from('ffd9', 'hex')]);
}

/** A ZIP archive with its central directory behind the entries. */
export function zipArchive(entries: number, seed = 1): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    const name = `word/part-${i}.xml`;
    const data = deflateRawSync(prose(3000 + i * 50, seed * 100 + i));
    const entry = zip(name, data, false);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(8, 10);
    record.writeUInt32LE(data.length, 20);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(at, 42);
    parts.push(entry);
    directory.push(record, Buffer.from(name));
    at += entry.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A raw disk: a table of partitions, then blocks of which half hold text and half nothing. */
export function diskImage(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write('GRUB loading', 384, 'latin1');
  bytes.writeUInt16LE(0xaa55, 510);
  const text = prose(8192, seed);
  for (let at = 131_072; at < size; at += 16_384) text.copy(bytes, at);
  return bytes;
}
