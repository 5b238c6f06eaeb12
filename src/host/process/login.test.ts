import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fd } from '../../event/index.ts';
import { EPOCH, keyOf, makeNetSession } from '../../event/testing/make.ts';
import { makeScene, shellOn } from '../testing/scene.ts';

const names = new Map([
  [0, 'root'],
  [1000, 'ada'],
]);
const users = { nameOf: (uid: number) => names.get(uid), refresh: () => {} };
const SSHD = { image: { path: '/usr/sbin/sshd' }, comm: 'sshd' };
const remote = { address: '203.0.113.9', port: 50_122 };
const socket: Fd = { type: 'inet', object: 'socket:9', remote };
const local = { address: '192.0.2.1', port: 22 };

describe('the remote end of a login', () => {
  it('comes from the socket that sshd hands over', () => {
    const scene = makeScene({ users });
    scene.spawn(10, 1, { ...SSHD, argv: ['/usr/sbin/sshd', '-D'] });
    scene.spawn(11, 10, { ...SSHD, argv: ['/usr/sbin/sshd', '-D', '-R'], stdio: [socket, socket, socket] });
    scene.fork(12, 11);
    scene.spawn(13, 12, { ...shellOn('pts/3', 13), uid: 0, auid: 1000, session: 4 });
    scene.spawn(14, 13, { uid: 0, auid: 1000, session: 4, tty: 'pts/3' });
    assert.deepEqual(scene.host.login(keyOf(14)), {
      auid: 1000,
      session: 4,
      user: 'root',
      loginUser: 'ada',
      tty: 'pts/3',
      remote,
      interactive: true,
    });
    assert.equal(scene.host.login(keyOf(10)).remote, undefined);
  });

  it('comes from the session of the process that serves it, also when that is told late', () => {
    const scene = makeScene();
    scene.spawn(10, 1, { image: { path: '/usr/sbin/dropbear' }, argv: ['dropbear', '-F'] });
    scene.fork(11, 10);
    scene.spawn(12, 11, shellOn('pts/3', 12));
    scene.host.apply(makeNetSession({ pid: 11, direction: 'in', local, remote, time: EPOCH + 90 }));
    assert.deepEqual(scene.host.login(keyOf(12)).remote, remote);
  });

  it('stays quiet when it is the listener that accepted', () => {
    const scene = makeScene();
    scene.spawn(10, 1, { ...SSHD, argv: ['/usr/sbin/sshd', '-D'] });
    scene.host.apply(makeNetSession({ pid: 10, direction: 'in', local, remote, time: EPOCH + 90 }));
    scene.fork(11, 10);
    scene.spawn(12, 11, shellOn('pts/3', 12));
    assert.equal(scene.host.login(keyOf(12)).remote, undefined);
  });

  it('stays quiet when it is a web server, or something in /tmp that is called sshd', () => {
    for (const path of ['/usr/sbin/nginx', '/tmp/sshd']) {
      const scene = makeScene();
      scene.spawn(10, 1, { image: { path }, stdio: [socket, socket, socket] });
      scene.fork(11, 10);
      scene.host.apply(makeNetSession({ pid: 11, direction: 'in', local, remote, time: EPOCH + 90 }));
      assert.equal(scene.host.login(keyOf(11)).remote, undefined);
    }
  });
});

it('calls users by their numbers when they have no name', () => {
  const scene = makeScene({ users });
  scene.spawn(10, 1, { uid: 4711 });
  assert.equal(scene.host.login(keyOf(10)).user, '4711');
  assert.equal(scene.host.login(keyOf(10)).loginUser, undefined);
  assert.equal(scene.host.userName(1000), 'ada');
  assert.equal(scene.host.login('99:99').user, 'unknown');
});
