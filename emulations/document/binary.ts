/** Documents in binary forms, made by what makes them in life: deflate, containers, a database. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import { paragraph, prose, sentence, word } from './prose.ts';
import type { Random } from './random.ts';

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

/** A zip archive of the given entries, each deflated. */
function archiveOf(entries: readonly (readonly [name: string, content: string])[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(plain.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 0]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), version, fields, tail, Buffer.from(name)]));
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

export function archive(random: Random): Buffer {
  return archiveOf(
    Array.from({ length: random.between(2, 6) }, (_, i) => [`part-${i}.txt`, prose(random, 4000)] as const),
  );
}

/** The parts that a word processor needs to open it. */
export function office(random: Random): Buffer {
  const paragraphs = Array.from(
    { length: random.between(5, 30) },
    () => `<w:p><w:r><w:t>${paragraph(random)}</w:t></w:r></w:p>`,
  );
  const types =
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
  const body = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.join('')}</w:body></w:document>`;
  return archiveOf([
    ['[Content_Types].xml', types],
    ['word/document.xml', body],
  ]);
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
