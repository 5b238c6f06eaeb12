/** Documents in binary forms, made by what makes them in life: deflate, containers, a database. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32, deflateSync } from 'node:zlib';
import { prose, sentence, word } from './prose.ts';
import type { Random } from './random.ts';
import { zipped } from './zip.ts';

/** An 8-bit RGB picture of soft gradients. */
export function picture(random: Random): Buffer {
  const side = random.between(40, 120);
  const raw = Buffer.alloc(side * (side * 3 + 1));
  const [a, b, c] = [random.next() * 9, random.next() * 9, random.next() * 9];
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = y * (side * 3 + 1) + 1 + x * 3;
      const grain = random.between(0, 6);
      raw[at] = 128 + 100 * Math.sin(x / 11 + a) + grain;
      raw[at + 1] = 128 + 100 * Math.sin(y / 13 + b) + grain;
      raw[at + 2] = 128 + 100 * Math.cos((x + y) / 17 + c) + grain;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** One page of text per object, with a cross-reference table. */
export function portable(random: Random): Buffer {
  const text = Array.from(
    { length: random.between(10, 40) },
    (_, i) => `1 0 0 1 50 ${780 - i * 14} Tm (${sentence(random)}) Tj`,
  );
  const stream = deflateSync(Buffer.from(`BT /F1 10 Tf\n${text.join('\n')}\nET`));
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    Buffer.concat([
      Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`),
      stream,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  ];
  const parts = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  objects.forEach((object, i) => {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    parts.push(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]));
  });
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  parts.push(
    Buffer.from(
      `xref\n0 6\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

export function archive(random: Random): Buffer {
  return zipped(
    Array.from({ length: random.between(2, 6) }, (_, i) => [`part-${i}.txt`, prose(random, 4000)] as const),
  );
}

/** A database of customers, as SQLite itself writes it. */
export function database(random: Random): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-corpus-'));
  try {
    const path = join(directory, 'made.db');
    const made = new DatabaseSync(path);
    made.exec('CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, note TEXT); BEGIN');
    const insert = made.prepare('INSERT INTO customer (name, note) VALUES (?, ?)');
    for (let i = random.between(40, 200); i > 0; i -= 1) insert.run(word(random), sentence(random));
    made.exec('COMMIT');
    made.close();
    return readFileSync(path);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
