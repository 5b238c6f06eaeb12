/** Programs with captured output, over one session that is kept: who starts them because it was told to. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helloBytes } from '../testing/client-hello.ts';
import { nullFd, pipe, Scene, serverHello } from '../testing/scene.ts';

const HANDSHAKE = { startedAt: 1000, tx: helloBytes('urllibName'), rx: serverHello, port: 443 };

/** A script with a session to a named server, once its handshake is over. */
function script(): Scene {
  const scene = new Scene();
  scene.start({ pid: 500, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '/srv/app/run.py'] });
  scene.net({ pid: 500, at: 1150, ...HANDSHAKE, txBytes: 600, rxBytes: 2800, txAt: 1040, rxAt: 1038, turns: 3 });
  return scene;
}

function program(scene: Scene, pid: number, at: number): void {
  scene.start({ pid, parentPid: 500, path: '/usr/bin/df', argv: ['df'], stdio: [nullFd, pipe(pid), nullFd], at });
}

interface Said {
  readonly at: number;
  readonly tx: number;
  readonly rx: number;
  readonly txAt: number;
  readonly rxAt: number;
}

function say(scene: Scene, nth: number, { at, tx, rx, txAt, rxAt }: Said): void {
  const bytes = { txBytes: 600 + tx, rxBytes: 2800 + rx };
  scene.net({ pid: 500, at, ...HANDSHAKE, ...bytes, txAt, rxAt, turns: 3 + 2 * nth, snapshots: nth });
}

/** It asks for an order, starts what it was told to, and brings the output. */
function obey(scene: Scene, nth: number): void {
  const at = 10_000 * nth;
  const [tx, rx] = [1000 * nth, 300 * nth];
  say(scene, 2 * nth - 1, { at: at + 100, tx: tx - 800, rx: rx - 100, txAt: at, rxAt: at + 20 });
  program(scene, 600 + nth, at + 200);
  say(scene, 2 * nth, { at: at + 900, tx, rx, txAt: at + 500, rxAt: at + 520 });
}

/** It starts a program, and reports what that said. */
function report(scene: Scene, nth: number, bytes = 800): void {
  const at = 10_000 * nth;
  program(scene, 600 + nth, at);
  say(scene, nth, { at: at + 900, tx: bytes * nth, rx: 100 * nth, txAt: at + 30, rxAt: at + 45 });
}

function weight(scene: Scene): number | undefined {
  return scene.probe.last.find(({ leg }) => leg === 'asymmetry')?.weight;
}

describe('programs with captured output', () => {
  it('are answers where an order came in before each', () => {
    const scene = script();
    for (let nth = 1; nth <= 3; nth++) obey(scene, nth);
    assert.equal(weight(scene), 0.7);
  });

  it('are none where they are reported of', () => {
    const scene = script();
    for (let nth = 1; nth <= 3; nth++) report(scene, nth);
    assert.equal(weight(scene), 0);
  });

  it('are none where as many start by themselves as after something came in', () => {
    const scene = script();
    for (let nth = 1; nth <= 3; nth++) {
      report(scene, nth);
      program(scene, 700 + nth, 10_000 * nth + 950);
    }
    say(scene, 4, { at: 41_000, tx: 4000, rx: 500, txAt: 40_030, rxAt: 40_045 });
    assert.equal(weight(scene), 0);
  });

  it('are none where what they write is what goes out while they run', () => {
    const scene = script();
    say(scene, 1, { at: 10_100, tx: 300, rx: 200, txAt: 10_000, rxAt: 10_020 });
    program(scene, 600, 10_200);
    say(scene, 2, { at: 11_100, tx: 40_000, rx: 200, txAt: 11_090, rxAt: 10_020 });
    assert.equal(weight(scene), 0.7);
    say(scene, 3, { at: 12_100, tx: 90_000, rx: 200, txAt: 12_090, rxAt: 10_020 });
    assert.doesNotMatch(JSON.stringify(scene.probe.last), /captured output/);
  });
});
