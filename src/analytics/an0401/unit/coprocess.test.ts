/** A shell that speaks through a tool of its own making on descriptors that are not looked at: `coproc openssl s_client …`. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helloBytes } from '../testing/client-hello.ts';
import { keyOf, nullFd, pipe, Scene, serverHello } from '../testing/scene.ts';

const TOOL = { path: '/usr/bin/openssl', argv: ['openssl', 's_client', '-quiet', '-connect', '10.20.0.2:4433'] };
const SHELL = { path: '/usr/bin/bash', argv: ['bash', '-c', 'coproc …'], stdio: [nullFd, nullFd, nullFd] } as const;

/** The other side begins, this side ends, every two seconds. */
function commands(scene: Scene, pid: number, count = 6): void {
  const hello = helloBytes('opensslAddress');
  scene.net({ pid, at: 60, startedAt: 20, tx: hello, rx: new Uint8Array(1200), turns: 1, snapshots: 0 });
  for (let i = 1; i <= count; i++) {
    const at = 2000 * i;
    scene.net({
      ...{
        pid,
        at: at + 200,
        startedAt: 20,
        tx: hello,
        txBytes: 700 + 900 * i,
        rxBytes: 1200 + 60 * i,
        turns: 2 * i + 1,
      },
      ...{ txAt: at + 120, rxAt: at + 30, snapshots: i, rx: new Uint8Array(1200) },
    });
  }
}

describe('AN0401, a shell and its coprocess', () => {
  it('tells of a shell that answers through it, by programs whose output leads there', () => {
    const scene = new Scene();
    scene.start({ pid: 100, ...SHELL, stdio: [...SHELL.stdio] });
    scene.start({ pid: 101, parentPid: 100, path: SHELL.path, argv: SHELL.argv, stdio: [pipe(1), pipe(2), nullFd] });
    scene.start({ pid: 102, parentPid: 101, ...TOOL, stdio: [pipe(1), pipe(2), nullFd] });
    scene.map(102, 'libssl.so.3', 9);
    scene.start({ pid: 103, parentPid: 100, path: '/usr/bin/id', argv: ['id'], stdio: [nullFd, pipe(1), pipe(1)] });
    commands(scene, 102);
    assert.equal(scene.last?.actor, keyOf(100));
  });

  it('stays quiet when a certificate is fetched into a variable', () => {
    const scene = new Scene();
    scene.start({ pid: 100, ...SHELL, stdio: [...SHELL.stdio] });
    scene.start({ pid: 101, parentPid: 100, ...TOOL, stdio: [pipe(1), pipe(2), nullFd] });
    scene.map(101, 'libssl.so.3', 9);
    const tx = helloBytes('opensslAddress');
    scene.net({ pid: 101, at: 90, startedAt: 20, tx, rx: serverHello, rxBytes: 3000, turns: 2, last: true });
    assert.deepEqual(scene.verdicts, []);
  });

  it('stays quiet when it stands between others in a pipeline, whoever speaks last', () => {
    const scene = new Scene();
    scene.start({ pid: 100, ...SHELL, stdio: [...SHELL.stdio] });
    scene.start({
      pid: 101,
      parentPid: 100,
      path: '/usr/bin/tar',
      argv: ['tar', 'c'],
      stdio: [nullFd, pipe(1), nullFd],
    });
    scene.start({ pid: 102, parentPid: 100, ...TOOL, stdio: [pipe(1), pipe(2), nullFd] });
    scene.start({
      pid: 103,
      parentPid: 100,
      path: '/usr/bin/tee',
      argv: ['tee', 'log'],
      stdio: [pipe(2), nullFd, nullFd],
    });
    scene.map(102, 'libssl.so.3', 9);
    commands(scene, 102, 2);
    assert.deepEqual(scene.verdicts, []);
  });
});
