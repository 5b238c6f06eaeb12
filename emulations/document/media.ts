/** Sound, film and compressed files. */
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { noise } from './encoding.ts';
import { prose } from './prose.ts';
import type { Random } from './random.ts';

/** Two tones with noise, 16 bit, as a recorder leaves it. */
export function sound(random: Random): Buffer {
  const samples = random.between(4000, 16_000);
  const data = Buffer.alloc(samples * 2);
  const [a, b] = [random.between(20, 90), random.between(100, 400)];
  for (let i = 0; i < samples; i += 1) {
    data.writeInt16LE(Math.round(9000 * Math.sin(i / a) + 4000 * Math.sin(i / b) + (random.next() - 0.5) * 600), i * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(22_050, 24);
  header.writeUInt32LE(44_100, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4);
  return Buffer.concat([head, content]);
}

/** The boxes of an MP4 film; what is in its frames looks random, as compressed pictures do. */
export function film(random: Random): Buffer {
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1000, 12);
  header.writeUInt32BE(random.between(5000, 90_000), 16);
  const frames = Array.from({ length: random.between(10, 40) }, () => {
    const frame = noise(random, random.between(300, 1500));
    const size = Buffer.alloc(4);
    size.writeUInt32BE(frame.length);
    return Buffer.concat([size, frame]);
  });
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2avc1mp41', 'latin1')),
    box('moov', box('mvhd', header)),
    box('mdat', Buffer.concat(frames)),
  ]);
}

export function gzipped(random: Random): Buffer {
  return gzipSync(prose(random, random.between(8000, 40_000)));
}

export function zstandard(random: Random): Buffer {
  return zstdCompressSync(Buffer.from(prose(random, random.between(8000, 40_000))));
}
