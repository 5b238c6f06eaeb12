/** A shell both ends of which the session's process holds: who tells it what to do shows by what came in before. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helloBytes } from './testing/client-hello.ts';
import { nullFd, pipe, Scene, serverHello } from './testing/scene.ts';

const NAMED = { pid: 500, tx: helloBytes('urllibName'), rx: serverHello, port: 443 };

function holder(): Scene {
  const scene = new Scene();
  scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/run.py'] });
  scene.map(500, 'libssl.so.3', 400);
  return scene;
}

function shell(scene: Scene, at: number, argv: readonly string[] = ['bash']): void {
  scene.start({ pid: 600, parentPid: 500, path: '/usr/bin/bash', argv, stdio: [pipe(1), pipe(2), nullFd], at });
}

/** A session whose handshake is over after 150 ms. */
function session(scene: Scene, startedAt: number): void {
  const handshake = { txBytes: 600, rxBytes: 2800, txAt: startedAt + 40, rxAt: startedAt + 38, turns: 3 };
  scene.net({ ...NAMED, at: startedAt + 150, startedAt, ...handshake });
}

/** @param rxAt when something came in, and how long after that something went out */
function exchange(scene: Scene, nth: number, rxAt: number, after: number): void {
  const sizes = { txBytes: 600 + 900 * nth, rxBytes: 2800 + 60 * nth, turns: 3 + 2 * nth };
  const times = { startedAt: 1000, rxAt, txAt: rxAt + after, at: Math.max(rxAt, rxAt + after) + 300 };
  scene.net({ ...NAMED, ...times, ...sizes, snapshots: nth });
}

function weight(scene: Scene): number | undefined {
  return scene.probe.last.find(({ leg }) => leg === 'joined-shell')?.weight;
}

describe('a shell that the holder of a session holds', () => {
  it('weighs half while it may be fed with a literal', () => {
    const scene = holder();
    shell(scene, 900);
    session(scene, 1000);
    for (let nth = 1; nth <= 4; nth++) exchange(scene, nth, 10_000 * nth, -30);
    assert.equal(weight(scene), 1.5);
  });

  it('weighs all from the second time on that something goes out after something came in', () => {
    const scene = holder();
    shell(scene, 900);
    session(scene, 1000);
    const weights = [1, 2].map((nth) => {
      exchange(scene, nth, 10_000 * nth, 30);
      return weight(scene);
    });
    assert.deepEqual(weights, [1.5, 3]);
  });

  it('weighs all where something came in before it was started', () => {
    const scene = holder();
    session(scene, 1000);
    exchange(scene, 1, 5000, -30);
    shell(scene, 5050);
    exchange(scene, 2, 6000, -30);
    assert.equal(weight(scene), 3);
  });

  it('weighs all where that came in by another session to the same place', () => {
    const scene = holder();
    const answered = { txBytes: 1200, rxBytes: 3400, txAt: 1050, rxAt: 1060, turns: 5, last: true };
    scene.net({ ...NAMED, at: 1080, startedAt: 1000, socket: 'socket:1', ...answered });
    shell(scene, 1100);
    session(scene, 1200);
    assert.equal(weight(scene), 3);
  });

  it('weighs all where it is interactive, as nobody needs it who feeds it with a literal', () => {
    const scene = holder();
    shell(scene, 900, ['bash', '-i']);
    session(scene, 1000);
    assert.equal(weight(scene), 3);
  });
});
