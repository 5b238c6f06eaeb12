/** What AN0401 must find by bytes that wear another dress: heads, proxies, bodies, hellos and headers of what they are not. */
import { describe } from 'node:test';
import { bytes } from './testing/bytes.ts';
import { type CaughtRow, testCaught } from './testing/caught-table.ts';
import { aes } from './testing/ciphertext.ts';
import { helloBytes, helloToServer } from './testing/client-hello.ts';
import { implant, python } from './testing/implants.ts';

const SCRIPT = ['python3', '/srv/own/client.py'];
const FOUND = ['unexpected-process', 'crypto-evidence', 'outbound-session', 'abnormal-bytes'];

const rows: readonly CaughtRow[] = [
  {
    name: 'a script that puts a decimal length before each sealed message',
    play: (scene) => {
      const message = (length: number, seed: number) => bytes(String(length).padStart(8, '0'), aes(length, seed));
      python(scene, SCRIPT, message(90, 1), false, { rx: message(60, 2), port: 9000 });
    },
    legs: FOUND,
    actor: 200,
  },
  {
    name: 'a program that puts records of TLS around what is none',
    play: (scene) => implant(scene, bytes([0x17, 3, 3, 0, 120], aes(120))),
    legs: FOUND,
    actor: 300,
  },
  {
    name: 'a script that sends the hello of a browser, and gets an answer that is none',
    play: (scene) => {
      const tx = helloToServer('curlName');
      python(scene, SCRIPT, tx, false);
      for (let i = 0; i < 7; i++) {
        const at = 4000 * i + 60;
        const rx = bytes([22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3], aes(111, i + 1));
        const common = { pid: 200, startedAt: at, tx, socket: `socket:${i}` };
        scene.net({ ...common, at: at + 1 });
        scene.net({ ...common, at: at + 40, rx, turns: 1, snapshots: 1 });
      }
    },
    legs: [...FOUND, 'cadence'],
    actor: 200,
    keeps: 'libraries',
  },
  {
    name: 'a program that asks a proxy for the way first, and then sends ciphertext',
    play: (scene) => {
      const tx = bytes([5, 1, 0, 5, 1, 0, 1, 203, 0, 113, 9, 32, 251], aes(120));
      implant(scene, tx, { rx: bytes([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]), port: 1080 });
    },
    legs: FOUND,
    actor: 300,
  },
  {
    name: 'a script that speaks TLS without names through a proxy',
    play: (scene) => {
      const tx = bytes('CONNECT 203.0.113.9:8443 HTTP/1.1\r\n\r\n', helloBytes('opensslAddress')).subarray(0, 512);
      python(scene, SCRIPT, tx, true, { rx: bytes('HTTP/1.1 200 OK\r\n\r\n'), port: 3128 });
    },
    legs: FOUND,
    actor: 200,
    keeps: 'libraries',
  },
  {
    name: 'a script that posts sealed bodies as they are, again and again',
    play: (scene) => {
      const post = (i: number) => bytes('POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n', aes(200, i + 1));
      python(scene, SCRIPT, post(0), false, { port: 8080 });
      for (let i = 1; i < 8; i++) {
        const at = 10_000 * i + 60;
        scene.net({ pid: 200, at: at + 1, startedAt: at, tx: post(i), port: 8080, socket: `socket:${i}` });
      }
    },
    legs: FOUND,
    actor: 200,
  },
  {
    name: 'ciphertext behind a gzip header',
    play: (scene) => implant(scene, bytes([31, 139, 8, 0, 0, 0, 0, 0, 0, 3], aes(300, 4))),
    legs: ['abnormal-bytes'],
  },
  {
    name: 'ciphertext in datagrams behind a header of QUIC',
    play: (scene) => {
      const tx = bytes([0xc3, 0, 0, 0, 1, 8], aes(8, 9), [0, 0, 0x44, 0x9e], aes(400));
      implant(scene, tx, { more: { protocol: 'udp' } });
    },
    legs: ['crypto-evidence', 'abnormal-bytes'],
  },
];

describe('AN0401 finds', () => testCaught(rows));
