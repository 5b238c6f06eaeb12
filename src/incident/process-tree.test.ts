import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyOf } from '../event/testing/make.ts';
import { describeProcess, processTree, strangerProcess, TREE_LIMIT } from './process-tree.ts';
import { Scene, sceneProcess } from './testing/scene.ts';

function treeOf(scene: Scene, actor: number, participants: readonly number[]) {
  return processTree(keyOf(actor), participants.map(keyOf), (key) => {
    const process = scene.process(key);
    return process === undefined ? undefined : describeProcess(process, scene);
  });
}

test('shows ancestors and participants, parents first, with depth', () => {
  const scene = new Scene(
    sceneProcess(1, undefined),
    sceneProcess(10, 1),
    sceneProcess(50, 10),
    sceneProcess(101, 50),
    sceneProcess(100, 50),
    sceneProcess(60, 1),
  );
  const tree = treeOf(scene, 50, [100, 101]);
  assert.deepEqual(
    tree.map(({ pid, parentPid, depth, participant }) => [pid, parentPid, depth, participant]),
    [
      [1, undefined, 0, false],
      [10, 1, 1, false],
      [50, 10, 2, true],
      [100, 50, 3, true],
      [101, 50, 3, true],
    ],
  );
});

test('any set of processes, even one with a loop of parents, gives a bounded forest with parents first', () => {
  const pids = fc.integer({ min: 1, max: 120 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pids, pids), { maxLength: 120 }),
      pids,
      fc.array(pids, { maxLength: 64 }),
      (edges, actor, participants) => {
        const scene = new Scene(...edges.map(([pid, parent]) => sceneProcess(pid, parent)));
        const tree = treeOf(scene, actor, participants);
        assert.ok(tree.length <= TREE_LIMIT);
        assert.equal(new Set(tree.map(({ key }) => key)).size, tree.length);
        const depths = new Map<string, number>();
        for (const { key, parentPid, depth } of tree) {
          const parent = parentPid === undefined ? undefined : depths.get(keyOf(parentPid));
          assert.equal(depth, parent === undefined ? 0 : parent + 1);
          depths.set(key, depth);
        }
      },
    ),
  );
});

test('a long line of ancestors leaves room for the participants', () => {
  const scene = new Scene(sceneProcess(1, undefined));
  for (let pid = 2; pid <= 60; pid += 1) scene.add(sceneProcess(pid, pid - 1));
  for (let pid = 100; pid < 130; pid += 1) scene.add(sceneProcess(pid, 60));
  const tree = treeOf(
    scene,
    60,
    Array.from({ length: 30 }, (_, i) => 100 + i),
  );
  assert.equal(tree.filter(({ participant }) => participant).length, 31);
});

test('an unknown actor is told by its key alone', () => {
  const stranger = strangerProcess('4711:98765432100');
  assert.equal(stranger.pid, 4711);
  assert.equal(stranger.startedAt, 0);
  assert.equal(stranger.ownership.state, 'unknown');
});
