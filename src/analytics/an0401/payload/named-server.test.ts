/** To which servers an upload weighs half, told from the weight of its leg. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mythicMessage, postOf } from '../testing/callbacks.ts';
import { aes } from '../testing/ciphertext.ts';
import { helloBytes } from '../testing/client-hello.ts';
import { Scene, serverHello } from '../testing/scene.ts';

const text = (words: string) => new TextEncoder().encode(words);
const banner = text('SSH-2.0-paramiko_2.12.0\r\n');

interface Row {
  readonly what: string;
  readonly tx: Uint8Array;
  readonly rx: Uint8Array;
}

function upload({ tx, rx }: Row, looksUp: boolean): number | undefined {
  const scene = new Scene();
  scene.start({ pid: 500, parentPid: 50, path: '/opt/own/agent', argv: ['agent'] });
  if (looksUp) scene.lookUp(500, 20, 'store.example.org');
  scene.net({ pid: 500, at: 400, startedAt: 30, tx, rx, txBytes: 200_000, rxBytes: 2000, turns: 9 });
  return scene.probe.last.find(({ leg }) => leg === 'asymmetry')?.weight;
}

const services: readonly Row[] = [
  { what: 'ssh', tx: banner, rx: banner },
  { what: 'TLS without a name', tx: helloBytes('pythonAddress'), rx: serverHello },
  {
    what: 'a database that wraps its TLS',
    tx: Uint8Array.from([32, 0, 0, 1, ...aes(64)]),
    rx: Uint8Array.from([74, 0, 0, 0, 10, ...text('8.0.36\0')]),
  },
  { what: 'http', tx: text('PUT /report HTTP/1.1\r\nHost: 10.20.0.2\r\n\r\n{}'), rx: text('HTTP/1.1 200 OK\r\n\r\n') },
];
const own: readonly Row[] = [
  { what: 'ciphertext', tx: aes(400), rx: aes(60, 2) },
  {
    what: 'what passes for TLS',
    tx: helloBytes('pythonAddress'),
    rx: Uint8Array.from([22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3, ...aes(111, 5)]),
  },
  { what: 'a container of ciphertext', tx: Uint8Array.from([...text('Salted__'), ...aes(72)]), rx: text('ok') },
  { what: 'ciphertext in a body', tx: postOf(mythicMessage(208, 1)), rx: text('HTTP/1.1 200 OK\r\n\r\n') },
];

describe('a server is named that the program looked up, of', () => {
  for (const row of services) {
    it(row.what, () => assert.equal(upload(row, true), 0.6));
    it(`${row.what}, and is not when it did not`, () => assert.equal(upload(row, false), 1.2));
  }
});

describe('who looked it up says nothing of the server, of', () => {
  for (const row of own) it(row.what, () => assert.equal(upload(row, true), 1.2));
});
