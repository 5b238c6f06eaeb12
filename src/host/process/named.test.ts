import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, keyOf, makeStatus } from '../../event/testing/make.ts';
import { recordedOwnership } from '../ownership/index.ts';
import { journaledOwnership, type OwnershipEntry } from '../ownership/journal.ts';
import { type OwnershipProvider, PENDING } from '../ownership/provider.ts';
import { makeScene } from '../testing/scene.ts';

type Exec = Parameters<ReturnType<typeof makeScene>['spawn']>[2];

const answers: OwnershipProvider = {
  ask: ({ path }) =>
    path.startsWith('/usr/') && !path.includes('stray')
      ? { state: 'packaged', manager: 'dpkg', name: 'tool' }
      : { state: 'unpackaged' },
};

const python = { path: '/usr/bin/python3.11', file: '1:1' };
const loader = { path: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2', file: '1:2' };
const docker = { id: '1', path: `/system.slice/docker-${'ab'.repeat(32)}.scope` };

function started(given: Exec, ownership = answers) {
  const scene = makeScene({ ownership });
  scene.spawn(10, 1, given);
  return { scene, process: scene.host.process(keyOf(10)) };
}

describe('what a command line names', () => {
  const scripts: readonly (readonly [what: string, given: Exec, path: string | undefined, state?: string])[] = [
    ['a script', { image: python, argv: ['python3', '/usr/bin/x'] }, '/usr/bin/x', 'packaged'],
    [
      'one of no package',
      { image: python, argv: ['python3', 'stray.py'], cwd: '/usr/share' },
      '/usr/share/stray.py',
      'unpackaged',
    ],
    [
      'an interpreter line',
      { image: python, script: '/usr/bin/stray', argv: ['python3', 'x'] },
      '/usr/bin/stray',
      'unpackaged',
    ],
    ['a renamed interpreter', { image: { path: '/usr/bin/x' }, script: './x', cwd: '/srv' }, '/srv/x', 'unpackaged'],
    [
      'a script in a container',
      { image: python, argv: ['python3', '/usr/bin/x'], cgroup: docker },
      '/usr/bin/x',
      'unknown',
    ],
    [
      'a script in another mount namespace',
      { image: python, argv: ['python3', '/usr/bin/x'], namespaces: { mnt: 9 } },
      '/usr/bin/x',
      'unknown',
    ],
    ["a shell's script", { image: { path: '/usr/bin/bash' }, argv: ['bash', '/usr/bin/x'] }, undefined],
    ['code', { image: python, argv: ['python3', '-c', 'x'] }, undefined],
    ['an argument of another program', { image: { path: '/usr/bin/cat' }, argv: ['cat', '/usr/bin/x'] }, undefined],
  ];
  for (const [what, given, path, state] of scripts) {
    it(`is asked about: ${what}`, () => {
      const { process } = started(given);
      assert.equal(process?.codeFile?.path, path);
      assert.equal(process?.codeFile?.ownership.state, state);
    });
  }

  it('is what a loader runs, and what that runs', () => {
    const { process } = started({ image: loader, argv: ['ld.so', '/usr/bin/python3', '/usr/share/stray.py'] });
    assert.equal(process?.loaded?.path, '/usr/bin/python3');
    assert.equal(process?.loaded?.ownership.state, 'packaged');
    assert.equal(process?.codeFile?.ownership.state, 'unpackaged');
  });

  it('goes over to a child', () => {
    const { scene } = started({ image: loader, argv: ['ld.so', '/srv/prog'] });
    scene.fork(11, 10);
    assert.equal(scene.host.process(keyOf(11))?.loaded?.path, '/srv/prog');
  });

  it('is known once it was found out', () => {
    let found = false;
    const ask: OwnershipProvider['ask'] = (question) =>
      question.path === '/usr/bin/x' && !found ? PENDING : answers.ask(question);
    const { scene } = started({ image: python, argv: ['python3', '/usr/bin/x'] }, { ask });
    const state = () => scene.host.process(keyOf(10))?.codeFile?.ownership.state;
    assert.equal(state(), 'unknown');
    found = true;
    scene.host.apply(makeStatus({ time: EPOCH + 2000 }));
    assert.equal(state(), 'packaged');
  });

  it('is answered by a recording as it was live', () => {
    const given: Exec = { image: loader, argv: ['ld.so', '/usr/bin/python3', '/usr/share/stray.py'] };
    const entries: OwnershipEntry[] = [];
    const live = started(
      given,
      journaledOwnership(answers, (entry) => entries.push(entry)),
    ).process;
    const stored = JSON.parse(JSON.stringify(entries)) as OwnershipEntry[];
    const replayed = started(given, recordedOwnership(stored)).process;
    assert.equal(live?.codeFile?.ownership.state, 'unpackaged');
    assert.deepEqual([replayed?.loaded, replayed?.codeFile], [live?.loaded, live?.codeFile]);
  });
});
