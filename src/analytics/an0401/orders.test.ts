/** Short messages in and longer ones out of a program that spoke first: what they weigh, and from when on. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { helloBytes } from './testing/client-hello.ts';
import { nullFd, pipe, Scene, serverHello } from './testing/scene.ts';

const COMMON = { pid: 500, startedAt: 1000, tx: helloBytes('urllibName'), rx: serverHello, port: 443 };

/** A script that introduces itself over a session which it keeps. */
function introduced(): Scene {
  const scene = new Scene();
  scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/worker.py'] });
  scene.net({ ...COMMON, at: 1150, txBytes: 900, rxBytes: 2900, txAt: 1050, rxAt: 1055, turns: 3 });
  return scene;
}

/** @param programs each message starts one with captured output */
function told(scene: Scene, nth: number, programs = false): number | undefined {
  const at = 2000 * nth;
  if (programs)
    scene.start({ pid: 600, parentPid: 500, path: '/usr/bin/id', stdio: [nullFd, pipe(1), nullFd], at: at + 2 });
  const sizes = { txBytes: 900 + 140 * nth, rxBytes: 2900 + 45 * nth, turns: 3 + 2 * nth, snapshots: nth };
  scene.net({ ...COMMON, at: at + 300, ...sizes, rxAt: at, txAt: at + 5 });
  return scene.probe.last.find(({ leg }) => leg === 'asymmetry')?.weight;
}

it('are asked of a service as well: they weigh little twice, and more from the third time on', () => {
  const scene = introduced();
  const weights = [1, 2, 3, 4].map((nth) => told(scene, nth));
  assert.deepEqual(weights, [0, 0.4, 1, 1]);
});

it('are orders and answers where programs are started meanwhile', () => {
  const scene = introduced();
  const weights = [1, 2, 3].map((nth) => told(scene, nth, true));
  assert.deepEqual(weights, [0.7, 1.4 + 0.7, 1.4 + 0.7]);
});
