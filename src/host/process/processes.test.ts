import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EPOCH,
  keyOf,
  makeHello,
  makeProcessEnd,
  makeProcessFork,
  makeProcessStart,
  makeSnapshotEnd,
  makeStatus,
} from '../../event/testing/make.ts';
import { Host } from '../host.ts';
import { makeScene, pids } from '../testing/scene.ts';

describe('processes', () => {
  it('have everything of their parent until they execute something', () => {
    const scene = makeScene();
    scene.spawn(10, 1, { argv: ['python3', 'x.py'], uid: 33, cwd: '/srv', image: { path: '/usr/bin/python3' } });
    scene.fork(11, 10);
    const child = scene.host.process(keyOf(11));
    assert.deepEqual(
      [child?.argv, child?.uid, child?.cwd, child?.image.path],
      [['python3', 'x.py'], 33, '/srv', '/usr/bin/python3'],
    );
    assert.equal(child?.parent, keyOf(10));
    scene.exec(11, 10, { argv: ['id'], image: { path: '/usr/bin/id' } });
    const after = scene.host.process(keyOf(11));
    assert.deepEqual([after?.argv, after?.image.path], [['id'], '/usr/bin/id']);
    assert.ok((after?.executedAt ?? 0) > (after?.startedAt ?? 0));
    assert.equal(child?.image.path, '/usr/bin/python3', 'who holds a process holds a moment');
  });

  it('remember what they were before they executed something else, three programs back', () => {
    const scene = makeScene();
    scene.spawn(10, 1, { image: { path: '/usr/bin/bash' } });
    scene.fork(11, 10);
    for (const name of ['env', 'nice', 'openssl']) scene.exec(11, 10, { image: { path: `/usr/bin/${name}` } });
    const paths: string[] = [];
    for (let one = scene.host.process(keyOf(11)); one !== undefined; one = one.before) paths.push(one.image.path);
    assert.deepEqual(paths, ['/usr/bin/openssl', '/usr/bin/nice', '/usr/bin/env', '/usr/bin/bash']);
    scene.exec(11, 10, { image: { path: '/usr/bin/id' } });
    assert.equal(scene.host.process(keyOf(11))?.before?.before?.before?.before, undefined);
    assert.equal(scene.host.process(keyOf(10))?.before?.image.path, '/usr/lib/systemd/systemd');
  });

  it('are told as a tree', () => {
    const scene = makeScene();
    scene.spawn(10, 1);
    scene.spawn(11, 10);
    scene.spawn(12, 10);
    assert.deepEqual(pids(scene.host.children(keyOf(10))), [11, 12]);
    assert.deepEqual(
      scene.host.ancestors(keyOf(12)).map((one) => one.pid),
      [12, 10, 1],
    );
  });

  it('are kept after their end for as long as was asked, and longer for their children', () => {
    const scene = makeScene({ limits: { endedFor: 1_000 } });
    scene.spawn(10, 1);
    scene.spawn(11, 10);
    scene.spawn(12, 1);
    scene.end(10);
    scene.end(12);
    assert.ok(scene.host.process(keyOf(10))?.endedAt);
    scene.host.apply(makeStatus({ time: EPOCH + scene.now + 1_500 }));
    assert.equal(scene.host.process(keyOf(12)), undefined);
    assert.deepEqual(
      scene.host.ancestors(keyOf(11)).map((one) => one.pid),
      [11, 10, 1],
    );
    scene.end(11);
    scene.host.apply(makeStatus({ time: EPOCH + scene.now + 1_500 }));
    assert.equal(scene.host.process(keyOf(11)), undefined);
    assert.equal(scene.host.process(keyOf(10)), undefined);
  });

  it('ancestors are at most 64', () => {
    const scene = makeScene();
    for (let pid = 2; pid < 200; pid += 1) scene.fork(pid, pid - 1);
    assert.equal(scene.host.ancestors(keyOf(199)).length, 64);
  });
});

describe('events that come twice, late or out of order', () => {
  const fork = makeProcessFork({ pid: 11, parentPid: 10, time: EPOCH + 10 });
  const exec = makeProcessStart({ pid: 11, parentPid: 10, time: EPOCH + 11, argv: ['one'] });
  const again = makeProcessStart({ pid: 11, parentPid: 10, time: EPOCH + 12, argv: ['two'] });
  const end = makeProcessEnd({ pid: 11, time: EPOCH + 13 });
  const orders: readonly [string, readonly (typeof fork | typeof exec | typeof end)[]][] = [
    ['in order', [fork, exec, again, end]],
    ['twice', [fork, fork, exec, exec, again, again, end, end]],
    ['fork last', [exec, again, end, fork]],
    ['end first', [end, fork, exec, again]],
    ['execs swapped', [fork, again, exec, end]],
    ['no fork', [exec, again, end]],
  ];
  for (const [what, events] of orders) {
    it(what, () => {
      const host = new Host();
      host.apply(makeProcessStart({ pid: 10, parentPid: 1, time: EPOCH }));
      for (const event of events) host.apply(event);
      const process = host.process(keyOf(11));
      assert.deepEqual(
        [process?.argv, process?.parent, process?.endedAt, process?.executedAt, process?.lineage],
        [['two'], keyOf(10), EPOCH + 13, EPOCH + 12, keyOf(10)],
      );
      assert.deepEqual(pids(host.children(keyOf(10))), [11]);
    });
  }

  it('stays quiet when nothing is known of the parent', () => {
    const host = new Host();
    host.apply(makeProcessFork({ pid: 11, parentPid: 10 }));
    assert.equal(host.process(keyOf(11))?.image.path, '');
    assert.equal(host.process(keyOf(11))?.ownership.state, 'unknown');
    host.apply(makeProcessStart({ pid: 11, parentPid: 10, time: EPOCH + 1, argv: ['x'] }));
    assert.deepEqual(host.process(keyOf(11))?.argv, ['x']);
    assert.equal(host.ancestors(keyOf(11)).length, 1);
  });

  it('does not mix up two processes that had the same pid', () => {
    const host = new Host();
    const [first, second] = ['500:1000', '500:2000'];
    host.apply(makeProcessStart({ pid: 500, process: first, argv: ['old'] }));
    host.apply(makeProcessEnd({ pid: 500, process: first, time: EPOCH + 1 }));
    host.apply(makeProcessStart({ pid: 500, process: second, time: EPOCH + 2, argv: ['new'] }));
    assert.deepEqual([host.process(first)?.argv, host.process(second)?.argv], [['old'], ['new']]);
    assert.equal(host.process(second)?.endedAt, undefined);
  });
});

describe('a sensor that was restarted', () => {
  it('ends what is not there any more and keeps the jobs of what is', () => {
    const scene = makeScene();
    scene.host.apply(makeHello({ time: EPOCH }));
    scene.spawn(10, 1, { cgroup: { id: '1', path: '/system.slice/a.service' } });
    scene.spawn(11, 10, { cgroup: { id: '1', path: '/system.slice/a.service' } });
    scene.spawn(12, 10);
    scene.host.apply(makeHello({ time: EPOCH + 100, restarts: 1 }));
    scene.exec(1, 0, { how: 'snapshot' });
    scene.exec(11, 1, { how: 'snapshot', cgroup: { id: '1', path: '/system.slice/a.service' } });
    scene.host.apply(makeSnapshotEnd({ time: EPOCH + 200, processes: 2 }));
    assert.equal(scene.host.process(keyOf(11))?.endedAt, undefined);
    assert.equal(scene.host.process(keyOf(11))?.fromSnapshot, false);
    assert.equal(scene.lineage(11), keyOf(10));
    assert.equal(scene.host.process(keyOf(12))?.endedAt, EPOCH + 200);
    assert.equal(scene.host.process(keyOf(10))?.endedAt, EPOCH + 200);
  });

  it('forgets everything after a reboot', () => {
    const scene = makeScene();
    scene.host.apply(makeHello({ bootId: 'a' }));
    scene.spawn(10, 1);
    scene.host.apply(makeHello({ bootId: 'b' }));
    assert.equal(scene.host.process(keyOf(10)), undefined);
  });
});

it('tells when a process from the snapshot started, once a fork has told when the host was booted', () => {
  const scene = makeScene();
  scene.exec(50, 1, { how: 'snapshot' });
  assert.equal(scene.host.process(keyOf(50))?.startedAt, EPOCH + scene.now);
  // Keys of made events say that pid 60 started 60 ms after boot, pid 50 at 50 ms.
  scene.fork(60, 1);
  const forkedAt = scene.host.process(keyOf(60))?.startedAt ?? 0;
  assert.ok(Math.abs((scene.host.process(keyOf(50))?.startedAt ?? 0) - (forkedAt - 10)) < 0.01);
});
