/** What virtual machines and databases keep: large files with a system's structures at their beginning. */
import { sentence, word } from './prose.ts';
import type { Random } from './random.ts';

const MEBIBYTE = 1 << 20;

/** A file system's superblock (ext4: magic 0xef53 at 1080), an inode table, and blocks of which half hold text. */
function fileSystem(random: Random, bytes: number): Buffer {
  const image = Buffer.alloc(bytes);
  image.writeUInt32LE(bytes / 4096, 1028);
  image.writeUInt32LE(2, 1048);
  image.writeUInt16LE(0xef53, 1080);
  image.write('rootfs', 1144);
  for (let inode = 0; inode < 256; inode += 1) {
    const at = 16_384 + inode * 256;
    image.writeUInt16LE(0o100644, at);
    image.writeUInt32LE(random.between(1, 90_000), at + 4);
    image.writeUInt32LE(1_700_000_000 + random.between(0, 10_000_000), at + 8);
  }
  for (let at = 131_072; at < bytes; at += 4096) {
    if (random.next() < 0.5) continue;
    let text = '';
    while (text.length < 4096) text += `${sentence(random)}\n`;
    image.write(text.slice(0, 4096), at, 'latin1');
  }
  return image;
}

/** A raw disk: a partition table, then a file system. */
export function disk(random: Random): Buffer {
  const image = fileSystem(random, random.between(1, 3) * MEBIBYTE);
  const table = Buffer.alloc(4096);
  table.set([0x80, 0x20, 0x21, 0, 0x83, 0xfe, 0xff, 0xff, 0, 8, 0, 0], 446);
  table.writeUInt32LE(image.length / 512, 458);
  table.set([0x55, 0xaa], 510);
  return Buffer.concat([table, image]);
}

/** A disk of QEMU: its header, a table of clusters, then what the guest wrote. */
export function virtualDisk(random: Random): Buffer {
  const header = Buffer.alloc(65_536);
  header.write('QFI\xfb', 0, 'latin1');
  header.writeUInt32BE(3, 4);
  header.writeUInt32BE(16, 20);
  header.writeBigUInt64BE(BigInt(8 * 2 ** 30), 24);
  header.writeUInt32BE(16, 36);
  header.writeBigUInt64BE(65_536n, 40);
  const clusters = Buffer.alloc(65_536);
  for (let i = 0; i < 24; i += 1) clusters.writeBigUInt64BE((1n << 63n) | BigInt(131_072 + i * 65_536), i * 8);
  return Buffer.concat([header, clusters, fileSystem(random, MEBIBYTE)]);
}

/** The pages of a table as a database server keeps them: 16 KiB each, numbered, with records behind a header. */
export function tablespace(random: Random): Buffer {
  const pages = Array.from({ length: random.between(3, 8) }, (_, number) => {
    const page = Buffer.alloc(16_384);
    page.writeUInt32BE(random.between(1, 2 ** 31), 0);
    page.writeUInt32BE(number, 4);
    page.writeUInt32BE(number === 0 ? 0xffffffff : number - 1, 8);
    page.writeUInt32BE(number + 1, 12);
    page.writeUInt16BE(17_855, 24);
    page.write('infimum\0supremum', 99, 'latin1');
    for (let at = 130; at < 12_000; ) {
      const record = `${word(random)} ${word(random)}, ${sentence(random)}`;
      page.writeUInt32BE(random.between(1, 99_999), at);
      page.write(record, at + 6, 'latin1');
      at += record.length + 12;
    }
    return page;
  });
  return Buffer.concat(pages);
}
