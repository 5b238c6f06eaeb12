/** Rhythm that is not a timer's: programs that work through lists of requests, and the look-ups of names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dice } from './testing/callbacks.ts';
import { helloBytes } from './testing/client-hello.ts';
import { python, pythonSsl } from './testing/clients.ts';
import { testQuiet } from './testing/quiet-table.ts';
import { Scene, serverHello } from './testing/scene.ts';

/** A question for the address of chat.example.org. */
const question = Buffer.from(
  '5a5a01000001000000000000046368617407657861 6d706c65036f72670000010001'.replace(' ', ''),
  'hex',
);
const answer = Buffer.concat([Buffer.from('5a5a8180', 'hex'), question.subarray(4), Buffer.alloc(16, 10)]);

function script(scene: Scene): void {
  scene.start({ pid: 500, parentPid: 50, ...python });
  pythonSsl.forEach((library, i) => {
    scene.map(500, library, 400 + i);
  });
}

/** A session that is over after so many ms. */
function call(scene: Scene, at: number, address: string, ms: number, socket: string): void {
  const hello = helloBytes('pythonAddress');
  const common = { pid: 500, startedAt: at, tx: hello, address, socket, port: 443 };
  scene.net({ ...common, at: at + 150, rx: serverHello, rxBytes: 2800, turns: 1 });
  const ends = {
    txBytes: 800,
    rxBytes: 3900,
    turns: 5,
    snapshots: 1,
    last: true,
    txAt: at + ms - 20,
    rxAt: at + ms - 5,
  };
  scene.net({ ...common, at: at + ms, rx: serverHello, ...ends });
}

/** Works through a list of four servers again and again, as fast as a slow machine lets it. */
function throughTheList(scene: Scene): void {
  const next = dice(3);
  let at = 1000;
  for (let i = 0; i < 60; i += 1) {
    const ms = 250 + Math.round(next() * 90);
    call(scene, at, `10.20.0.${2 + (i % 4)}`, ms, `socket:${i}`);
    at += ms + 4;
  }
}

/** One session that is kept: each request goes out as soon as the server, which takes 1.5 s, has answered the one before. */
function askSlowServer(scene: Scene): void {
  script(scene);
  const common = { pid: 500, startedAt: 1000, tx: helloBytes('curlAddress'), address: '10.20.0.2', port: 9200 };
  scene.net({ ...common, at: 1002 });
  scene.net({ ...common, at: 1010, rx: serverHello, rxBytes: 2800, rxAt: 1006, turns: 1, snapshots: 1 });
  scene.net({ ...common, at: 1012, rx: serverHello, txBytes: 600, rxBytes: 2800, txAt: 1012, turns: 2, snapshots: 2 });
  scene.net({ ...common, at: 1013, rx: serverHello, txBytes: 1500, rxBytes: 2800, txAt: 1013, turns: 2, snapshots: 3 });
  for (let i = 1; i <= 12; i += 1) {
    const at = 1013 + 1500 * i;
    const sizes = { txBytes: 1500 + 900 * i, rxBytes: 2800 + 400 * i };
    const more = { turns: 2 + 2 * i, snapshots: 3 + i };
    scene.net({ ...common, at: at + 400, rx: serverHello, ...sizes, rxAt: at, txAt: at + 2, ...more });
  }
}

describe('stays quiet when', () => {
  testQuiet([
    [
      'a script looks names up at regular times, of one server that it reports to',
      (scene) => {
        script(scene);
        const next = dice(5);
        let at = 1000;
        for (let i = 0; i < 40; i += 1) {
          const common = { pid: 500, startedAt: at, address: '10.20.0.53', port: 53, socket: `socket:${i}` };
          const udp = { direction: 'out', protocol: 'udp' } as const;
          scene.net({ ...common, at: at + 3, tx: question, rx: answer, last: true, more: udp });
          at += 2500 + Math.round(next() * 1000);
        }
      },
    ],
  ]);
});

describe('the rhythm', () => {
  const cadenceOf = (scene: Scene) => scene.probe.last.find(({ leg }) => leg === 'cadence');

  for (const ciphersShow of [false, true]) {
    it(`of a slow server is not that of its client, at a bare address${ciphersShow ? ', and its ciphers show' : ''}`, () => {
      const scene = new Scene({}, undefined, ciphersShow);
      askSlowServer(scene);
      assert.deepEqual(cadenceOf(scene)?.reasons, ['1 callback so far']);
      assert.deepEqual(scene.verdicts, []);
    });
  }

  it('of a list that is worked through without a rest is none, however long each request takes', () => {
    const scene = new Scene();
    script(scene);
    throughTheList(scene);
    assert.deepEqual([cadenceOf(scene)?.state, cadenceOf(scene)?.weight], ['absent', 0]);
    assert.match(cadenceOf(scene)?.reasons[0] ?? '', /without a rest/);
  });

  it('of calls with a rest before each counts, though the calls themselves take as long', () => {
    const scene = new Scene();
    script(scene);
    for (let i = 0; i < 12; i += 1) call(scene, 1000 + i * 3000, '10.20.0.2', 1200, `socket:${i}`);
    assert.equal(cadenceOf(scene)?.state, 'seen');
    assert.ok(scene.verdicts.length > 0);
  });
});
