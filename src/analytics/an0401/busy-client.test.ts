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

/**
 * One session that is kept: each request goes out as soon as the server, which takes 1.5 s, has answered the one before.
 * @param trip ms there and back
 */
function askSlowServer(scene: Scene, trip: number): void {
  script(scene);
  const common = { pid: 500, startedAt: 1000, tx: helloBytes('curlAddress'), address: '10.20.0.2', port: 9200 };
  scene.net({ ...common, at: 1002 });
  const begun = 1002 + trip;
  const heard = { rx: serverHello, rxBytes: 2800 };
  scene.net({ ...common, at: begun + 4, ...heard, rxAt: begun, turns: 1, snapshots: 1 });
  scene.net({ ...common, at: begun + 6, ...heard, txBytes: 600, txAt: begun + 6, turns: 2, snapshots: 2 });
  scene.net({ ...common, at: begun + 7, ...heard, txBytes: 1500, txAt: begun + 7, turns: 2, snapshots: 3 });
  for (let i = 1; i <= 12; i += 1) {
    const at = begun + 7 + 1500 * i;
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

  for (const [trip, ciphersShow] of [
    [4, false],
    [4, true],
    [150, false],
    [150, true],
  ] as const) {
    const where = `at a bare address ${trip} ms away${ciphersShow ? ', and its ciphers show' : ''}`;
    it(`of a slow server is not that of its client, ${where}`, () => {
      const scene = new Scene({}, undefined, ciphersShow);
      askSlowServer(scene, trip);
      assert.deepEqual(cadenceOf(scene)?.reasons, ['1 callback so far']);
      assert.deepEqual(scene.verdicts, []);
    });
  }

  it("of pings over a session that is kept is the server's: this side echoes", () => {
    const scene = new Scene();
    script(scene);
    scene.resolve(500, 900);
    const tx = helloBytes('pythonName');
    const common = { pid: 500, startedAt: 1000, tx, rx: serverHello, port: 443 };
    scene.net({ ...common, at: 1010, txBytes: 700, rxBytes: 2800, txAt: 1009, rxAt: 1008, turns: 3, snapshots: 1 });
    for (let i = 1; i <= 20; i += 1) {
      const at = 1010 + 20_000 * i;
      const sizes = { txBytes: 700 + 32 * i, rxBytes: 2800 + 28 * i, rxAt: at, txAt: at + 1 };
      scene.net({ ...common, at: at + 300, ...sizes, turns: 3 + 2 * i, snapshots: 1 + i });
    }
    assert.deepEqual(scene.verdicts, []);
  });

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
