/** What AN0401 must not tell of bytes that are compressed, digests, speech, or explained by what stands before them. */
import { describe } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { bytes } from './testing/bytes.ts';
import { aes } from './testing/ciphertext.ts';
import { helloBytes } from './testing/client-hello.ts';
import { python, pythonSsl } from './testing/clients.ts';
import { type QuietRow, testQuiet } from './testing/quiet-table.ts';
import { type Scene, serverHello } from './testing/scene.ts';

/** A script of nobody's that has the library of TLS, and sends this. */
function script(scene: Scene, tx: Uint8Array, more: Partial<Parameters<Scene['net']>[0]> = {}): void {
  scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '/opt/own/ship.py'] });
  for (const library of pythonSsl) scene.map(500, library, 5);
  scene.net({ pid: 500, at: 60, startedAt: 50, tx, port: 9000, ...more });
}

const report = Buffer.from(
  JSON.stringify(
    Array.from({ length: 60 }, (_, i) => ({ at: 1_700_000_000 + i * 37, level: 'info', line: `job ${i * i} done` })),
  ),
);
/** Compressed, this passes for random throughout. */
const keys = Buffer.from(Array.from({ length: 300 }, (_, i) => Buffer.from(aes(24, i)).toString('hex')).join('\n'));
const behindLength = (packed: Buffer) =>
  bytes([0, 0, packed.length >> 8, packed.length & 255], packed).subarray(0, 4096);
const http = (head: string, body: Uint8Array | string = '') => bytes(`${head}\r\n\r\n`, body).subarray(0, 512);

const ROWS: readonly QuietRow[] = [
  ['a script ships zlib behind a length', (scene) => script(scene, behindLength(deflateSync(report)))],
  ['a script ships a good deal of zlib behind a length', (scene) => script(scene, behindLength(deflateSync(keys)))],
  ['a script ships raw deflate behind a length', (scene) => script(scene, behindLength(deflateRawSync(report)))],
  [
    'a script fetches a file and its digest',
    (scene) =>
      script(scene, http('GET /a.sha512 HTTP/1.1\r\nHost: mirror', ''), {
        rx: http('HTTP/1.1 200 OK\r\nContent-Length: 128', Buffer.from(aes(64)).toString('hex')),
        port: 80,
      }),
  ],
  [
    'a script fetches a file of a kind that is not known here',
    (scene) =>
      script(scene, http('GET /a.bin HTTP/1.1\r\nHost: mirror', ''), {
        rx: http('HTTP/1.1 200 OK\r\nContent-Length: 90000', aes(600)),
        rxBytes: 90_000,
        port: 80,
      }),
  ],
  [
    'a script talks through a proxy to a server that it names and nobody here looks up',
    (scene) => {
      scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
      scene.resolve(40, 1);
      const tx = http('CONNECT files.example.org:443 HTTP/1.1', helloBytes('curlName'));
      script(scene, tx, { rx: http('HTTP/1.1 200 OK', serverHello), rxBytes: 4000, port: 3128 });
    },
  ],
  [
    'a program of no package goes on with a session of TLS that was open before',
    (scene) => {
      scene.start({ pid: 500, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
      const tx = new Uint8Array([23, 3, 3, 1, 0, ...aes(256, 3)]);
      const rx = new Uint8Array([23, 3, 3, 1, 64, ...aes(320, 4)]);
      scene.net({
        pid: 500,
        at: 60,
        startedAt: 30,
        port: 443,
        tx,
        rx,
        more: { inherited: true, direction: 'unknown' },
      });
    },
  ],
  [
    'a telephone of no package speaks',
    (scene) => {
      scene.start({ pid: 500, parentPid: 50, path: '/opt/own/phone', argv: ['phone'] });
      const packet = (i: number) => [0x80, 111, 1, i, 0, 0, i * 4, 0, 222, 173, 190, 239, ...aes(100, i + 1)];
      const tx = new Uint8Array([packet(1), packet(2), packet(3), packet(4)].flat());
      scene.net({ pid: 500, at: 60, startedAt: 30, port: 16_384, tx, rx: tx, more: { protocol: 'udp' } });
    },
  ],
  [
    'a program of no package sends compressed content behind a header',
    (scene) => {
      scene.start({ pid: 500, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
      const head = bytes('topic=measurements partition=4 codec=deflate '.repeat(12)).subarray(0, 512);
      const body = deflateRawSync(
        bytes(Array.from({ length: 9000 }, (_, i) => `${(i * 7919) % 10_007} host ${i * i}`).join('\n')),
      );
      scene.net({
        pid: 500,
        at: 40,
        tx: new Uint8Array([...head, ...body.subarray(0, 3584)]),
        rx: bytes('done'),
        turns: 1,
        port: 9092,
      });
    },
  ],
  [
    'python sends compressed data',
    (scene) => {
      scene.start({ pid: 500, ...python });
      scene.net({
        pid: 500,
        at: 5,
        tx: new Uint8Array(
          gzipSync(bytes(JSON.stringify(Array.from({ length: 600 }, (_, i) => [i * i, `host ${i}`])))),
        ),
        port: 12201,
      });
    },
  ],
];

describe('AN0401 stays quiet when', () => testQuiet(ROWS));
