/** Ciphertext behind a beginning that is none, and what stands behind plain beginnings in ordinary work. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { aes, csv, gzip, jpeg, noise, picture, prose } from './testing/materials.ts';
import { type QuietCase, testQuiet } from './testing/quiet-table.ts';
import { type Actor, Stage } from './testing/stage.ts';

const COUNT = 16;

function victims(stage: Stage): readonly string[] {
  return Array.from({ length: COUNT }, (_, i) => {
    const directory = `/srv/data/d${i % 4}`;
    if (i % 5 === 3) return stage.file(`${directory}/photo${i}.jpg`, picture(9000 + i * 811, i + 1));
    if (i % 5 === 4) return stage.file(`${directory}/table${i}.csv`, csv(200 + i * 3, i + 1));
    return stage.file(`${directory}/report${i}.txt`, prose(6500 + i * 137, i + 1));
  });
}

function tool(stage: Stage): Actor {
  return stage.exec(stage.shell(), '/usr/bin/python3', ['python3', 'x.py']);
}

const TEXT = Buffer.from('This file is kept by the archive service, ask there for the key number. '.repeat(200));
const JSON_LINE = Buffer.from(`${JSON.stringify({ kept: 'by the archive service', key: 'number 7', part: 1 })}\n`);
const PEM = Buffer.from(
  `-----BEGIN PUBLIC KEY-----\n${noise(400, 3).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`,
);

type Row = readonly [name: string, make: (plain: Buffer, i: number) => Uint8Array];

const behind =
  (beginning: Uint8Array): Row[1] =>
  (plain, i) =>
    Buffer.concat([beginning, aes(plain, i)]);
const keeping =
  (length: number): Row[1] =>
  (plain, i) =>
    Buffer.concat([plain.subarray(0, length), aes(plain.subarray(length), i)]);

const BEGINNINGS: readonly Row[] = [
  ['32 zeros', behind(Buffer.alloc(32))],
  ['64 zeros', behind(Buffer.alloc(64))],
  ['512 zeros', behind(Buffer.alloc(512))],
  ['64 bytes of text', behind(TEXT.subarray(0, 64))],
  ['300 bytes of text', behind(TEXT.subarray(0, 300))],
  ['600 bytes of text', behind(TEXT.subarray(0, 600))],
  ['1,000 bytes of text', behind(TEXT.subarray(0, 1000))],
  ['a line of JSON', behind(JSON_LINE)],
  ['a key in PEM', behind(PEM)],
  ['a key in base64', behind(Buffer.from(`${noise(96, 5).toString('base64')}\n`))],
];

const KEPT: readonly Row[] = [
  ['their first 300 bytes', keeping(300)],
  ['their first 700 bytes', keeping(700)],
  ['their first 1,024 bytes', keeping(1024)],
];

const ANEW: readonly Row[] = [
  ['2,000 bytes of text', behind(TEXT.subarray(0, 2000))],
  ['the beginning of a picture', behind(jpeg(700, 9).subarray(0, 160))],
];

type Way = (stage: Stage, actor: Actor, path: string, cipher: Uint8Array) => void;

const asNew: Way = (stage, actor, path, cipher) => {
  stage.write(actor, `${path}.q`, cipher, 1 << 20);
  stage.unlink(actor, path);
};
const over: Way = (stage, actor, path, cipher) => {
  stage.rename(actor, stage.write(actor, `${path}.n`, cipher, 1 << 20), path);
};
const anew: Way = (stage, actor, path, cipher) => {
  stage.write(actor, path, cipher, 1 << 20);
};

function tells(way: Way, rows: readonly Row[]): void {
  for (const [name, make] of rows)
    it(name, () => {
      const stage = new Stage();
      const paths = victims(stage);
      const actor = tool(stage);
      paths.forEach((path, i) => {
        way(stage, actor, path, make(stage.read(actor, path), i));
      });
      stage.settle();
      assert.deepEqual(stage.faults, {});
      assert.equal(stage.findings.length, 1);
      assert.ok((stage.decidedAfter ?? COUNT) <= 4, `told after ${stage.decidedAfter}`);
    });
}

describe('AN0603 tells of originals removed for new files that begin with', () =>
  tells(asNew, [...BEGINNINGS, ...KEPT]));
describe('AN0603 tells of originals replaced by files that begin with', () => tells(over, [...BEGINNINGS, ...KEPT]));
describe('AN0603 tells of originals written anew that begin with', () =>
  tells(anew, [...BEGINNINGS, ...KEPT, ...ANEW]));

/** A shell script with an archive behind it. */
const installer = (i: number) =>
  Buffer.concat([
    Buffer.from('#!/bin/sh\ntail -c +900 "$0" | tar x\nexit\n'.repeat(20)),
    gzip(noise(9000 + i * 300, i)),
  ]);
/** Answers of web servers, one after the other: text, then a picture. */
const crawl = (i: number) =>
  Buffer.concat(
    Array.from({ length: 6 }, (_, k) =>
      Buffer.concat([
        Buffer.from('WARC/1.0\r\nWARC-Type: response\r\n\r\n'),
        prose(2500, i + k),
        noise(2500, i * 9 + k),
      ]),
    ),
  );
const pixmap = (i: number) => Buffer.concat([Buffer.from('P6\n# scanned\n64 64\n255\n'), noise(12_288, i + 1)]);
const array = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from("\x93NUMPY\x01\0v\0{'descr': '|u1', 'shape': (9,), }".padEnd(127), 'latin1'), bytes]);

/** Each file of a kind becomes another in one of three ways. */
function becomes(
  name: string,
  way: Way,
  from: (i: number) => Buffer,
  to: (plain: Buffer, i: number) => Uint8Array,
): QuietCase {
  return {
    name,
    run(stage) {
      const actor = tool(stage);
      for (let i = 0; i < COUNT; i++) {
        const path = stage.file(`/srv/share/${name.replaceAll(' ', '-')}/d${i % 3}/${i}.dat`, from(i));
        stage.wait(20_000);
        way(stage, actor, path, to(stage.read(actor, path), i));
      }
    },
  };
}

const text = (i: number) => prose(7000 + i * 321, i + 1);
const table = (i: number) => csv(300 + i * 7, i + 1);
const same = (plain: Buffer) => plain;
const HEADER = TEXT.subarray(0, 300);

const QUIET: readonly QuietCase[] = [
  becomes('texts are packed behind a header', asNew, text, (plain) => Buffer.concat([HEADER, deflateSync(plain)])),
  becomes('texts are written anew packed behind a header', anew, text, (plain) =>
    Buffer.concat([TEXT.subarray(0, 700), gzip(plain)]),
  ),
  becomes(
    'archives get a header',
    asNew,
    (i) => gzip(noise(9000 + i, i)),
    (plain) => Buffer.concat([HEADER, plain]),
  ),
  becomes(
    'archives become installers',
    asNew,
    (i) => gzip(noise(30_000 + i, i)),
    (plain) => Buffer.concat([installer(0).subarray(0, 600), plain]),
  ),
  becomes('installers move to another disk', asNew, installer, same),
  becomes('installers are written anew', anew, installer, (_, i) => installer(i + 40)),
  becomes('crawls move to another disk', asNew, crawl, same),
  becomes('crawls get a record more', over, crawl, (plain, i) => Buffer.concat([plain, crawl(i + 50)])),
  becomes('bitmaps move to another disk', asNew, pixmap, same),
  becomes('bitmaps get another caption', over, pixmap, (plain) =>
    Buffer.concat([Buffer.from('P6\n# scanned again\n64 64\n255\n'), plain.subarray(23)]),
  ),
  becomes(
    'pictures get a caption',
    asNew,
    (i) => picture(9000 + i * 99, i + 1),
    (plain) => Buffer.concat([HEADER, plain]),
  ),
  becomes('tables become arrays', asNew, table, (plain, i) => array(noise(plain.length >> 1, i))),
  becomes('texts are signed', over, text, (plain, i) => Buffer.concat([plain, noise(256, i)])),
  becomes('texts are signed in place', anew, text, (plain, i) => Buffer.concat([plain, noise(600, i)])),
  becomes('texts get a new header', anew, text, (plain) => Buffer.concat([TEXT.subarray(0, 700), plain])),
  becomes('texts are wrapped in an image of a disk', asNew, text, (plain) =>
    Buffer.concat([Buffer.alloc(32_768), plain]),
  ),
];

describe('AN0603', () => testQuiet(QUIET, /^$/));
