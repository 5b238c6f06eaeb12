import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, keyOf, makeHello, makeSnapshotEnd } from '../../event/testing/make.ts';
import { makeScene, type Scene, shellOn, TTY } from '../testing/scene.ts';

const UNIT = { cgroup: { id: '7', path: '/system.slice/cron.service' } };
const SSHD = {
  image: { path: '/usr/sbin/sshd' },
  comm: 'sshd',
  cgroup: { id: '8', path: '/system.slice/ssh.service' },
};
const LOGIN = { auid: 1000, session: 5, cgroup: { id: '9', path: '/user.slice/user-1000.slice/session-5.scope' } };

/** An interactive shell, pid 100, on a host without audit sessions. */
function atPrompt(): Scene {
  const scene = makeScene();
  scene.spawn(50, 1, { image: { path: '/opt/terminal' }, sid: 50 });
  scene.spawn(100, 50, shellOn('pts/0', 100));
  scene.wait(5_000);
  return scene;
}

const onTty = (pid: number, group = pid) => ({
  tty: 'pts/0',
  sid: 100,
  pgid: group,
  stdio: [TTY, TTY, TTY] as const,
  image: { path: '/usr/bin/openssl' },
});

describe('where a job begins', () => {
  it('with what pid 1 starts', () => {
    const scene = makeScene();
    scene.spawn(10, 1, UNIT);
    scene.spawn(11, 10, UNIT);
    assert.equal(scene.lineage(10), keyOf(10));
    assert.equal(scene.lineage(11), keyOf(10));
  });

  it('with an audit session of its own', () => {
    const scene = makeScene();
    scene.spawn(10, 1, SSHD);
    scene.spawn(11, 10, { ...SSHD, argv: ['sshd', '-R'] });
    scene.fork(12, 11);
    scene.exec(12, 11, { ...LOGIN, argv: ['bash', '-c', './job'], image: { path: '/usr/bin/bash' } });
    scene.spawn(13, 12, LOGIN);
    assert.deepEqual([10, 11, 12, 13].map(scene.lineage), [10, 10, 12, 12].map(keyOf));
  });

  it('with each run of cron, where nothing is audited', () => {
    const scene = makeScene();
    scene.spawn(10, 1, { ...UNIT, image: { path: '/usr/sbin/cron' }, comm: 'cron' });
    for (const pid of [20, 30]) {
      scene.fork(pid, 10);
      scene.fork(pid + 1, pid);
      scene.exec(pid + 1, pid, { ...UNIT, argv: ['/bin/sh', '-c', 'backup'], image: { path: '/usr/bin/dash' } });
      scene.spawn(pid + 2, pid + 1, UNIT);
    }
    assert.deepEqual([21, 22, 31, 32].map(scene.lineage), [21, 21, 31, 31].map(keyOf));
  });

  const cgroups: readonly [string, string, boolean][] = [
    ['another service', '/system.slice/web.service', true],
    ['a login scope', '/user.slice/user-0.slice/session-9.scope', true],
    ['a container', `/system.slice/docker-${'a1'.repeat(32)}.scope`, true],
    ['a transient scope', '/system.slice/run-r0123.scope', false],
    ['a bare directory', '/system.slice/cron.service/mine', false],
  ];
  for (const [what, path, begins] of cgroups) {
    it(`${begins ? 'with' : 'not with'} ${what}`, () => {
      const scene = makeScene();
      scene.spawn(10, 1, UNIT);
      scene.spawn(11, 10, { ...UNIT, cgroup: { id: '99', path } });
      assert.equal(scene.lineage(11), keyOf(begins ? 11 : 10));
    });
  }

  it('not with a daemon that forks twice', () => {
    const scene = makeScene();
    scene.spawn(10, 1, UNIT);
    scene.fork(11, 10);
    scene.fork(12, 11);
    scene.end(11);
    // The kernel says pid 1 is the parent now.
    scene.exec(12, 1, UNIT);
    assert.equal(scene.lineage(12), keyOf(10));
    assert.equal(scene.host.process(keyOf(12))?.parent, keyOf(11));
  });

  it('stays the same over further execs', () => {
    const scene = makeScene();
    scene.spawn(10, 1, UNIT);
    scene.spawn(11, 10, LOGIN);
    for (let turn = 0; turn < 3; turn += 1) scene.exec(11, 10, LOGIN);
    assert.equal(scene.lineage(11), keyOf(11));
  });
});

describe('command lines at an interactive shell', () => {
  it('are jobs of their own', () => {
    const scene = atPrompt();
    for (const pid of [201, 202]) {
      scene.spawn(pid, 100, onTty(pid));
      scene.end(pid);
      scene.wait(2_000);
    }
    assert.deepEqual([100, 201, 202].map(scene.lineage), [100, 201, 202].map(keyOf));
  });

  it('keep a loop together, each command of which has a process group of its own', () => {
    const scene = atPrompt();
    for (let pid = 300; pid < 400; pid += 1) {
      scene.spawn(pid, 100, onTty(pid));
      scene.wait(pid % 7 === 0 ? 10_000 : 3);
      scene.end(pid);
    }
    for (let pid = 300; pid < 400; pid += 1) assert.equal(scene.lineage(pid), keyOf(300));
  });

  it('keep a pipeline and a subshell together', () => {
    const scene = atPrompt();
    scene.fork(201, 100);
    scene.spawn(202, 100, onTty(202, 201));
    scene.spawn(203, 201, onTty(203, 201));
    assert.deepEqual([201, 202, 203].map(scene.lineage), [201, 201, 201].map(keyOf));
  });

  it('leave a job in the background alone', () => {
    const scene = atPrompt();
    scene.spawn(201, 100, onTty(201));
    scene.wait(5_000);
    for (let pid = 250; pid < 260; pid += 1) scene.spawn(pid, 201, onTty(pid, 201));
    scene.spawn(202, 100, onTty(202));
    assert.equal(scene.lineage(255), keyOf(201));
    assert.equal(scene.lineage(202), keyOf(202));
  });

  it('are not what a script does', () => {
    const scene = atPrompt();
    scene.spawn(201, 100, { ...onTty(201), argv: ['bash', './encrypt.sh'], image: { path: '/usr/bin/bash' } });
    for (const pid of [202, 203]) {
      scene.wait(10_000);
      scene.spawn(pid, 201, onTty(pid));
    }
    assert.deepEqual([202, 203].map(scene.lineage), [201, 201].map(keyOf));
  });
});

describe('sessions of their own under a service', () => {
  const own = (pid: number) => ({ ...UNIT, sid: pid, pgid: pid });

  it('are jobs of their own: a harness or CI agent running commands', () => {
    const scene = makeScene();
    scene.spawn(10, 1, UNIT);
    for (const pid of [20, 30]) {
      scene.spawn(pid, 10, own(pid));
      scene.spawn(pid + 1, pid, { ...UNIT, sid: pid });
      scene.wait(1_000);
    }
    assert.deepEqual([20, 21, 30, 31].map(scene.lineage), [20, 20, 30, 30].map(keyOf));
  });

  it('are one job when they follow each other at once: setsid around each file', () => {
    const scene = makeScene();
    scene.spawn(10, 1, UNIT);
    for (let pid = 20; pid < 60; pid += 2) {
      // setsid --fork: a new parent each time
      scene.spawn(pid, 10, UNIT);
      scene.fork(pid + 1, pid);
      scene.end(pid);
      scene.exec(pid + 1, 1, own(pid + 1));
      scene.wait(40);
      scene.end(pid + 1);
    }
    for (let pid = 21; pid < 60; pid += 2) assert.equal(scene.lineage(pid), keyOf(21));
  });

  it('stay in the job under a login', () => {
    const scene = makeScene();
    scene.spawn(10, 1, SSHD);
    scene.spawn(11, 10, LOGIN);
    scene.spawn(12, 11, { ...LOGIN, sid: 12 });
    assert.equal(scene.lineage(12), keyOf(11));
  });
});

it('puts what ran before the sensor into jobs, in whatever order it is told', () => {
  const rows: readonly [number, number, Parameters<Scene['exec']>[2]][] = [
    [202, 201, { tty: 'pts/0', sid: 100, pgid: 201 }],
    [201, 100, { tty: 'pts/0', sid: 100, pgid: 201 }],
    [203, 100, { tty: 'pts/0', sid: 100, pgid: 201 }],
    [100, 11, { ...shellOn('pts/0', 100), ...LOGIN }],
    [11, 10, SSHD],
    [10, 1, SSHD],
  ];
  for (const order of [rows, rows.toReversed()]) {
    const scene = makeScene();
    scene.host.apply(makeHello({ time: EPOCH }));
    for (const [pid, parent, given] of order) scene.exec(pid, parent, { ...LOGIN, ...given, how: 'snapshot' });
    scene.host.apply(makeSnapshotEnd({ time: EPOCH + 50 }));
    assert.deepEqual([10, 11, 100, 201, 202, 203].map(scene.lineage), [10, 10, 100, 201, 201, 201].map(keyOf));
  }
});
