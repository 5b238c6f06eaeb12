import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keyOf } from '../../event/testing/make.ts';
import type { ImageQuestion } from '../ownership/index.ts';
import { makeScene } from '../testing/scene.ts';
import type { Ownership } from '../view.ts';

const PACKAGED: Ownership = { state: 'packaged', manager: 'dpkg', name: 'tool' };
const docker = { id: '1', path: `/system.slice/docker-${'ab'.repeat(32)}.scope` };

function scene() {
  const asked: ImageQuestion[] = [];
  const ask = (question: ImageQuestion) => {
    asked.push(question);
    return PACKAGED;
  };
  const made = makeScene({ ownership: { ask } });
  asked.length = 0;
  return { ...made, asked, state: (pid: number) => made.host.process(keyOf(pid))?.ownership.state };
}

describe('the origin of an image', () => {
  it('is asked once', () => {
    const { spawn, asked, state } = scene();
    for (let pid = 10; pid < 20; pid += 1) spawn(pid, 1, { image: { path: '/usr/bin/tool', file: '1:1' } });
    assert.equal(asked.length, 1);
    assert.equal(state(15), 'packaged');
  });

  it('is asked again when the file was changed in place', () => {
    const { spawn, asked } = scene();
    for (const modifiedAt of [1, 2, 1]) {
      spawn(10 + asked.length, 1, { image: { path: '/usr/bin/tool', file: '1:1', modifiedAt } });
    }
    assert.equal(asked.length, 2);
  });

  const rows: readonly [string, Ownership['state'], Parameters<ReturnType<typeof scene>['spawn']>[2]][] = [
    ['a memfd', 'unpackaged', { image: { path: '/memfd:x', memfd: true, deleted: true } }],
    ['deleted before it was executed', 'unpackaged', { image: { path: '/usr/bin/x', deleted: true } }],
    ['replaced under a running daemon', 'unknown', { how: 'snapshot', image: { path: '/usr/sbin/d', deleted: true } }],
    ['in a container', 'unknown', { cgroup: docker, namespaces: { mnt: 9 } }],
    ['in another mount namespace', 'unknown', { namespaces: { mnt: 9 }, image: { file: '1:77' } }],
    ['a kernel thread', 'unknown', { image: { path: '' } }],
  ];
  for (const [what, expected, given] of rows) {
    it(`is ${expected} without being asked when it is ${what}`, () => {
      const { spawn, asked, state } = scene();
      spawn(10, 1, given);
      assert.equal(state(10), expected);
      assert.equal(asked.length, 0);
    });
  }

  it('is that of the same inode for a service with a mount namespace of its own', () => {
    const { spawn, state } = scene();
    spawn(10, 1, { image: { path: '/usr/bin/tool', file: '1:1' } });
    spawn(11, 1, { image: { path: '/usr/bin/tool', file: '1:1' }, namespaces: { mnt: 9 } });
    assert.equal(state(11), 'packaged');
  });
});
