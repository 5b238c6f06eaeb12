/** Ciphertext that is turned into characters on its way into the file, by a pipe or by the encryptor itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzip, jpeg, opensslEnc, prose } from './testing/materials.ts';
import { type Actor, Stage } from './testing/stage.ts';

const COUNT = 12;
const nothing = { type: 'null', object: '1:3' } as const;

function base32(bytes: Buffer): Buffer {
  let text = '';
  let [held, bits] = [0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(held >> (bits - 5)) & 31];
  }
  return Buffer.from(text.replace(/.{76}/g, '$&\n'));
}

const octalDump = (bytes: Buffer) =>
  Buffer.from((bytes.toString('hex').match(/.{1,32}/g) ?? []).map((line) => line.replace(/../g, ' $&')).join('\n'));
const base64 = (bytes: Buffer) => Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\n'));
const hexadecimal = (bytes: Buffer) => Buffer.from(bytes.toString('hex'));

function documents(stage: Stage): readonly string[] {
  return Array.from({ length: COUNT }, (_, i) => {
    const content = i % 3 === 0 ? jpeg(4000 + i * 99, i + 1) : prose(3000 + i * 171, i + 1);
    return stage.file(`/srv/share/d${i % 3}/paper${i}`, content);
  });
}

/** `first < f | second > f.x; rm f`, each time anew. */
function piped(stage: Stage, first: string, change: (plain: Buffer) => Buffer, encode: (bytes: Buffer) => Buffer) {
  const sh = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', 'a.sh']);
  documents(stage).forEach((path, i) => {
    const pipe = { type: 'pipe', object: `pipe:${i}` } as const;
    const reader = stage.exec(sh, `/usr/bin/${first}`, [first], { stdio: [nothing, pipe, nothing] });
    const writer: Actor = stage.exec(sh, '/usr/bin/basenc', ['basenc'], { stdio: [pipe, nothing, nothing] });
    const plain = stage.read(reader, path, 8192);
    stage.end(reader);
    stage.write(writer, `${path}.x`, encode(change(plain)), 4096);
    stage.end(writer);
    stage.unlink(stage.exec(sh, '/usr/bin/rm', ['rm', path]), path);
  });
  return stage.settle();
}

const ENCODINGS = [
  ['base32', base32],
  ['base64', base64],
  ['hexadecimal digits', hexadecimal],
  ['hexadecimal digits apart', octalDump],
] as const;

describe('AN0603, encoded ciphertext', () => {
  for (const [name, encode] of ENCODINGS) {
    it(`tells of openssl piped into ${name} by the sixth file`, () => {
      // Without a header there is nothing to go by but that it is random once it is decoded.
      const stage = piped(new Stage(), 'openssl', (plain) => opensslEnc(plain).subarray(16), encode);
      assert.equal(stage.findings.length, 1);
      assert.ok((stage.decidedAfter ?? Number.POSITIVE_INFINITY) <= 6, `${stage.decidedAfter}`);
    });

    it(`stays quiet when gzip is piped into ${name}`, () => {
      assert.deepEqual(piped(new Stage(), 'gzip', gzip, encode).findings, []);
    });

    it(`stays quiet when files are turned into ${name}`, () => {
      assert.deepEqual(piped(new Stage(), 'cat', (plain) => plain, encode).findings, []);
    });
  }
});
