/** AN0401 and sessions that do not go as they should: cut, in pieces, silent, far too many, with forged names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aes } from './testing/ciphertext.ts';
import { clientHellos, type HelloName, helloBytes } from './testing/client-hello.ts';
import { openssl, python } from './testing/clients.ts';
import { Scene } from './testing/scene.ts';

const implant = { path: '/tmp/x/update', argv: ['./update'] };
/** Bytes from one cut to the next: no divisor of a field's length, so that cuts fall into every kind of field. */
const STEP = 7;
/** What names its server, or is packaged. */
const ORDINARY: readonly (readonly [name: HelloName, path: string])[] = [
  ['urllibName', python.path],
  ['curlName', '/usr/bin/curl'],
  ['curlAddress', '/usr/bin/curl'],
  ['wgetAddress', '/usr/bin/wget'],
  ['gitName', '/usr/bin/git'],
  ['nodeName', '/usr/bin/node'],
  ['opensslAddress', '/usr/bin/openssl'],
];

describe('odd sessions', () => {
  for (const [name, path] of ORDINARY) {
    it(`stays quiet when the hello of ${name} comes in two pieces, cut anywhere`, () => {
      const hello = helloBytes(name);
      for (let cut = 1; cut < hello.length; cut += STEP) {
        const scene = new Scene();
        scene.start({ pid: 500, parentPid: 50, path, argv: path === python.path ? python.argv : [path] });
        scene.resolve(500, 1);
        for (const library of openssl) scene.map(500, library, 2);
        scene.net({ pid: 500, at: 150, startedAt: 10, tx: hello.subarray(0, cut), port: 443 });
        scene.tls(500, 200, hello, { port: 443, startedAt: 10, snapshots: 1 });
        assert.deepEqual(
          scene.verdicts.map(({ title }) => title),
          [],
          `cut at ${cut}`,
        );
      }
    });
  }

  it('finds ciphertext whose first payload comes in pieces, once there is enough of it', () => {
    const scene = new Scene();
    scene.start({ pid: 500, parentPid: 50, ...implant });
    const bytes = aes(400);
    for (const [i, length] of [1, 2, 5, 9, 17, 40, 120, 400].entries())
      scene.net({ pid: 500, at: 150 + i * 200, startedAt: 10, tx: bytes.subarray(0, length), snapshots: i });
    assert.equal(new Set(scene.verdicts.map(({ uid }) => uid)).size, 1);
    assert.ok((scene.last?.confidence ?? 0) >= 0.5);
  });

  it('stays quiet when sessions are never answered, or closed without a word, however many and by whom', () => {
    const scene = new Scene();
    scene.start({ pid: 500, parentPid: 50, ...implant });
    for (let i = 0; i < 9000; i += 1) {
      const [socket, at] = [`socket:${i}`, i * 3];
      scene.net({ pid: 500, at, socket, last: i % 2 === 0, more: { direction: 'out' } });
    }
    assert.deepEqual(scene.verdicts, []);
    const { sessions = Number.NaN, sessions_evicted: evicted = Number.NaN } = scene.analytic.gauges();
    assert.ok(sessions <= 8192, `${sessions} sessions are kept`);
    assert.ok(evicted >= 9000 - 8192, `${evicted} evictions are counted`);
  });

  it('is told of one command channel among twenty thousand short sessions of another program', () => {
    const scene = new Scene();
    scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/curl', argv: ['curl'] });
    scene.start({ pid: 600, parentPid: 50, ...implant });
    const hello = helloBytes('curlName');
    for (let i = 0; i < 20_000; i += 1) {
      scene.events.length = 0;
      scene.net({ pid: 500, at: 20 + i / 2, socket: `socket:${i}`, tx: hello, last: true, port: 443 });
      if (i === 10_000) scene.net({ pid: 600, at: 20 + i / 2, tx: aes(300, 2), rx: aes(200, 3) });
    }
    assert.deepEqual([...new Set(scene.verdicts.map(({ title }) => title.split(' ')[0]))], [implant.path]);
  });

  it('shows control characters of a forged server name as their codes', () => {
    const scene = new Scene();
    scene.start({ pid: 40, path: '/usr/bin/curl', argv: ['curl'] });
    scene.resolve(40, 1);
    scene.start({ pid: 500, parentPid: 50, ...implant, memfd: true });
    const forged = Buffer.from(clientHellos.pythonName, 'base64');
    forged.write('\u001b[2J\n\u0007ok\r', forged.indexOf('localhost'), 'latin1');
    for (let i = 0; i < 12; i += 1)
      scene.tls(500, 10_000 * i + 60, new Uint8Array(forged), { port: 443, socket: `socket:${i}` }, [300_000, 900]);
    const { last } = scene;
    assert.ok(last !== undefined, 'it is told');
    const words = JSON.stringify([last.title, last.blind, last.legs.map(({ reasons }) => reasons), last.sessions]);
    assert.match(words, /x1b\[2J/);
    // JSON writes a raw control character as \u00.., \n, \r
    assert.doesNotMatch(words, /\\u00|[^\\]\\[nrtbf]/);
  });
});
