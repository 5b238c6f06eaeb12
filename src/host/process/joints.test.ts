import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fd } from '../../event/index.ts';
import { EPOCH, keyOf, makeStdioChange } from '../../event/testing/make.ts';
import { makeScene, pids, TTY } from '../testing/scene.ts';

const pipe = (name: string): Fd => ({ type: 'pipe', object: `pipe:${name}` });
const fifo: Fd = { type: 'fifo', object: '800001:77' };
const NULL: Fd = { type: 'null', object: '5:1' };
const socket = (object: string, peer: string): Fd => ({ type: 'unix', object, peer });

type Stdio = readonly [Fd, Fd, Fd];

/** Each row: processes with their descriptors, and who is joined to the first. */
const rows: readonly [string, readonly Stdio[], readonly number[]][] = [
  [
    'a pipe',
    [
      [TTY, pipe('a'), TTY],
      [pipe('a'), TTY, TTY],
    ],
    [101],
  ],
  [
    'a shell over a fifo',
    [
      [fifo, pipe('b'), pipe('b')],
      [pipe('b'), fifo, TTY],
    ],
    [101],
  ],
  [
    'a socketpair',
    [
      [socket('s:1', 's:2'), TTY, TTY],
      [TTY, socket('s:2', 's:1'), TTY],
    ],
    [101],
  ],
  [
    'standard error only',
    [
      [TTY, TTY, pipe('c')],
      [pipe('c'), TTY, TTY],
    ],
    [101],
  ],
  [
    'two writers of one pipe that nobody reads',
    [
      [TTY, pipe('d'), TTY],
      [TTY, pipe('d'), TTY],
    ],
    [101],
  ],
  [
    'stays quiet when it is a terminal',
    [
      [TTY, TTY, TTY],
      [TTY, TTY, TTY],
    ],
    [],
  ],
  [
    'stays quiet when it is /dev/null',
    [
      [NULL, NULL, NULL],
      [NULL, NULL, NULL],
    ],
    [],
  ],
  [
    'stays quiet when it is a file',
    [
      [TTY, { type: 'file', object: 'x' }, TTY],
      [{ type: 'file', object: 'x' }, TTY, TTY],
    ],
    [],
  ],
  [
    'stays quiet when it is an internet socket',
    [
      [{ type: 'inet', object: 'i' }, TTY, TTY],
      [TTY, { type: 'inet', object: 'i' }, TTY],
    ],
    [],
  ],
  [
    'stays quiet when the pipes differ',
    [
      [TTY, pipe('e'), TTY],
      [pipe('f'), TTY, TTY],
    ],
    [],
  ],
];

describe('processes are joined by', () => {
  for (const [what, holders, joined] of rows) {
    it(what, () => {
      const scene = makeScene();
      for (const [index, stdio] of holders.entries()) scene.spawn(100 + index, 1, { stdio });
      assert.deepEqual(pids(scene.host.joined(keyOf(100))), joined);
    });
  }

  it('what a fork inherited', () => {
    const scene = makeScene();
    scene.spawn(100, 1, { stdio: [pipe('in'), TTY, TTY] });
    scene.spawn(101, 1, { stdio: [TTY, pipe('in'), TTY] });
    scene.fork(102, 101);
    assert.deepEqual(pids(scene.host.joined(keyOf(100))), [101, 102]);
  });

  it('what replaced a descriptor later, and no longer by what it replaced', () => {
    const scene = makeScene();
    scene.spawn(100, 1, { stdio: [pipe('old'), TTY, TTY] });
    scene.spawn(101, 1, { stdio: [TTY, pipe('old'), TTY] });
    scene.spawn(102, 1, { stdio: [TTY, pipe('new'), TTY] });
    scene.host.apply(makeStdioChange({ pid: 100, slot: 0, fd: pipe('new'), time: EPOCH + 99 }));
    assert.deepEqual(pids(scene.host.joined(keyOf(100))), [102]);
    assert.deepEqual(scene.host.joined(keyOf(101)), []);
  });

  it('a channel that /dev/null was put over, since an ssh client goes on using it elsewhere', () => {
    const scene = makeScene();
    scene.spawn(100, 1, { stdio: [fifo, pipe('out'), TTY] });
    scene.spawn(101, 1, { stdio: [pipe('out'), fifo, TTY] });
    for (const slot of [0, 1] as const)
      scene.host.apply(makeStdioChange({ pid: 101, slot, fd: NULL, time: EPOCH + 99 }));
    assert.deepEqual(pids(scene.host.joined(keyOf(100))), [101]);
  });

  it('no more by what a fork gave up for what it runs in the background', () => {
    const scene = makeScene();
    scene.spawn(100, 1, { stdio: [TTY, pipe('in'), TTY] });
    scene.spawn(101, 1, { stdio: [pipe('in'), TTY, TTY] });
    scene.fork(102, 101);
    scene.host.apply(makeStdioChange({ pid: 102, slot: 0, fd: NULL, time: EPOCH + 99 }));
    assert.deepEqual(pids(scene.host.joined(keyOf(100))), [101]);
  });
});

describe('a log pipe that everybody inherited', () => {
  it('stays quiet when nobody reads it on descriptor 0', () => {
    const scene = makeScene();
    for (let pid = 100; pid < 140; pid += 1) scene.spawn(pid, 1, { stdio: [NULL, pipe('log'), pipe('log')] });
    assert.deepEqual(scene.host.joined(keyOf(120)), []);
  });

  it('joins each writer to its reader, not to the other writers', () => {
    const scene = makeScene();
    scene.spawn(99, 1, { stdio: [pipe('log'), TTY, TTY] });
    for (let pid = 100; pid < 300; pid += 1) scene.spawn(pid, 1, { stdio: [NULL, pipe('log'), TTY] });
    assert.deepEqual(pids(scene.host.joined(keyOf(299))), [99]);
    assert.ok(scene.host.joined(keyOf(99)).length <= 64);
    assert.ok((scene.host.gauges().joints_refused ?? 0) > 0);
  });
});
