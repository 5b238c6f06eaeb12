/** Content that is packed by formats of a program's own, and pictures that give way to pictures; beside them what only claims to be such. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { constants, deflateSync, zstdCompressSync } from 'node:zlib';
import { pngChunk as chunk } from '../../stats/testing/png.ts';
import { aes, noise, prose } from './testing/materials.ts';
import { testQuiet } from './testing/quiet-table.ts';
import { type Actor, Stage } from './testing/stage.ts';

const COUNT = 16;
const ZSTD = Buffer.from('28b52ffda0a4c00400', 'hex');
const ZLIB = Buffer.from('789c', 'hex');

function documents(stage: Stage): readonly string[] {
  return Array.from({ length: COUNT }, (_, i) =>
    stage.file(`/home/alice/src/d${i % 3}/unit${i}.o`, prose(6000 + i * 171, i + 1)),
  );
}

/** As ccache 4 begins its entries: 46 bytes of which half are a digest here, so that the whole passes for random. */
function entryHeader(seed: number): Buffer {
  return Buffer.concat([Buffer.from('ccac0100', 'hex'), noise(42, seed)]);
}

/** A process for each file packs it into a cache, and `rm` takes the originals. */
function cached(stage: Stage, pack: (plain: Buffer, i: number) => Uint8Array): void {
  const make = stage.exec(stage.shell(), '/usr/bin/make', ['make']);
  const paths = documents(stage);
  paths.forEach((path, i) => {
    const ccache = stage.exec(make, '/usr/bin/ccache', ['ccache', 'gcc', '-c', path]);
    stage.write(ccache, `/home/alice/.ccache/${i % 8}/${i}R`, pack(stage.read(ccache, path), i));
    stage.end(ccache);
  });
  const rm = stage.exec(make, '/usr/bin/rm', ['rm', ...paths]);
  for (const path of paths) stage.unlink(rm, path);
}

/** A program puts each into a segment behind a header, or all into one, and removes them. */
function segmented(stage: Stage, pack: (plain: Buffer, i: number) => Uint8Array, together: boolean): void {
  const ingest = stage.exec(stage.shell(), '/opt/ingest', ['ingest']);
  const openedAt = stage.now;
  const paths = documents(stage);
  const blocks = paths.map((path, i) => {
    const block = Buffer.concat([noise(24, 300 + i), pack(stage.read(ingest, path), i)]);
    if (!together) stage.write(ingest, `${path}.seg`, block);
    if (!together) stage.unlink(ingest, path);
    return block;
  });
  if (!together) return;
  stage.session(ingest, '/home/alice/segment.0', [{ write: [0, Buffer.concat(blocks)] }], { create: true, openedAt });
  for (const path of paths) stage.unlink(ingest, path);
}

/** A PNG of 200 by 100: in true colours with a plain gradient, or with a palette of 256. */
function png(seed: number, palette: boolean): Buffer {
  const header = Buffer.from('000000c8000000640802000000', 'hex');
  if (palette) header[9] = 3;
  const row = palette ? 201 : 601;
  const pixels = palette ? noise(row * 100, seed) : Buffer.alloc(row * 100);
  for (let y = 0; y < 100; y++) pixels.fill(0, y * row, y * row + 1);
  if (!palette) for (let i = 0; i < pixels.length; i++) if (i % row > 0) pixels[i] = (i % row) + (i / row) * seed;
  const data = deflateSync(pixels, palette ? {} : { strategy: constants.Z_FIXED });
  const colours = palette
    ? [chunk('PLTE', noise(768, seed))]
    : [chunk('tEXt', Buffer.from('Comment\0made by hand'.repeat(6)))];
  const magic = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([magic, chunk('IHDR', header), ...colours, chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function pictures(stage: Stage, change: (plain: Buffer, i: number) => Uint8Array, inPlace: boolean): void {
  const tool = stage.exec(stage.shell(), '/usr/bin/pngquant', ['pngquant', '-f', '--ext', '.png']);
  for (let i = 0; i < COUNT; i++) {
    const path = stage.file(`/home/alice/p/d${i % 3}/${i}.png`, png(i + 1, false));
    const plain = stage.read(tool, path);
    if (inPlace) stage.write(tool, path, change(plain, i));
    else stage.rename(tool, stage.write(tool, `${path}.tmp`, change(plain, i)), path);
  }
}

/** Writes the same mark to directory after directory. */
function mark(stage: Stage, actor: Actor, text: string): void {
  for (let i = 0; i < 16; i++) stage.write(actor, `/home/alice/.ccache/${i}/CACHEDIR.TAG`, Buffer.from(text));
}

describe('AN0603, packed content', () => {
  testQuiet(
    [
      {
        name: 'a compiler cache keeps zstd frames behind a header of its own, and objects are removed',
        run: (stage) => cached(stage, (plain, i) => Buffer.concat([entryHeader(i), zstdCompressSync(plain)])),
      },
      {
        name: 'files go into one segment of zlib blocks behind headers, and are removed',
        run: (stage) => segmented(stage, (plain) => deflateSync(plain), true),
      },
      {
        name: 'each file goes into a zlib block behind a header, and is removed',
        run: (stage) => segmented(stage, (plain) => deflateSync(plain), false),
      },
      {
        name: 'pictures get a palette and are renamed over the old ones',
        run: (stage) => pictures(stage, (_, i) => png(i + 1, true), false),
      },
      {
        name: 'pictures get a palette in place',
        run: (stage) => pictures(stage, (_, i) => png(i + 1, true), true),
      },
    ],
    /^$/,
  );

  const attacks: readonly (readonly [name: string, run: (stage: Stage) => void])[] = [
    [
      'ciphertext behind the magic of zstd at 46',
      (stage) => cached(stage, (plain, i) => Buffer.concat([entryHeader(i), ZSTD, aes(plain, i)])),
    ],
    [
      'ciphertext behind the magic of zlib at 46',
      (stage) => cached(stage, (plain, i) => Buffer.concat([entryHeader(i), ZLIB, aes(plain, i)])),
    ],
    [
      'ciphertext behind a short frame of zstd',
      (stage) =>
        cached(stage, (plain, i) => Buffer.concat([entryHeader(i), zstdCompressSync(prose(99)), aes(plain, i)])),
    ],
    [
      'one segment of encrypted zlib blocks',
      (stage) => segmented(stage, (plain, i) => aes(deflateSync(plain), i), true),
    ],
    ['segments of encrypted zlib blocks', (stage) => segmented(stage, (plain, i) => aes(deflateSync(plain), i), false)],
    [
      'pictures whose headers stay while the rest is encrypted',
      (stage) =>
        pictures(stage, (plain, i) => Buffer.concat([plain.subarray(0, 41), aes(plain.subarray(41), i)]), true),
    ],
  ];
  for (const [name, run] of attacks)
    it(`tells of ${name}`, () => {
      const stage = new Stage();
      run(stage);
      assert.equal(stage.settle().findings.length, 1);
      assert.ok((stage.findings[0]?.affected?.total ?? 0) >= COUNT - 2);
    });

  for (const [name, text, weight] of [
    [
      'no note in the mark of a cache',
      'Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag.\n',
      0,
    ],
    ['little in a text that asks for nothing', 'These objects were put here by a program, leave them.\n', 0.4],
  ] as const)
    it(`sees ${name}`, () => {
      const stage = new Stage();
      const actor = stage.exec(stage.shell(), '/opt/tool', ['tool']);
      mark(stage, actor, text);
      for (const path of documents(stage)) stage.write(actor, path, aes(stage.read(actor, path), 3));
      const [found] = stage.settle().findings;
      assert.equal(found?.legs.find(({ leg }) => leg === 'note-drop')?.weight ?? 0, weight);
    });
});
