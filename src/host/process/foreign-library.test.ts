import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, keyOf, makeDirectory, makeLibraryMap, makeStatus, placeOf } from '../../event/testing/make.ts';
import { journaledOwnership, type OwnershipEntry, recordedOwnership } from '../ownership/journal.ts';
import { type OwnershipProvider, PENDING } from '../ownership/provider.ts';
import { makeScene } from '../testing/scene.ts';

type Exec = Parameters<ReturnType<typeof makeScene>['spawn']>[2];
type Map = Parameters<typeof makeLibraryMap>[0];

const packaged: OwnershipProvider = {
  ask: ({ path }) =>
    path.startsWith('/usr/') || path.startsWith('/opt/vendor/')
      ? { state: 'packaged', manager: 'dpkg', name: 'tool' }
      : { state: 'unpackaged' },
};
const sleep: Exec = { image: { path: '/usr/bin/sleep', file: '1:1' }, argv: ['sleep', '1000'] };
const loader = { path: '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2', file: '1:2' };

/** A program maps a file of `directory`, which is told before it or right after it. */
function mapped(directory: string, given: Exec = sleep, map: Map = {}, ownership = packaged, late = false) {
  const scene = makeScene({ ownership });
  const told = () => scene.host.apply(makeDirectory({ place: placeOf(9), path: directory, time: EPOCH + scene.now }));
  scene.spawn(10, 1, given);
  if (!late) told();
  scene.host.apply(makeLibraryMap({ pid: 10, time: EPOCH + scene.now, place: placeOf(9), name: 'x.so', ...map }));
  if (late) told();
  return { scene, found: () => scene.host.process(keyOf(10))?.foreignLibrary };
}

describe('a file that a packaged program maps', () => {
  it('is foreign when no package owns it', () => {
    assert.deepEqual(mapped('/srv').found(), { path: '/srv/x.so', ownership: { state: 'unpackaged' } });
  });

  it('is foreign when its directory is told after it', () => {
    assert.equal(mapped('/srv', sleep, {}, packaged, true).found()?.path, '/srv/x.so');
  });

  it('is foreign in a program that the loader runs', () => {
    const argv = ['ld.so', '--preload', '/srv/x.so', '/usr/bin/sleep', '1'];
    assert.equal(mapped('/srv', { image: loader, argv }).found()?.path, '/srv/x.so');
  });

  it('stays so in a child, and is forgotten with the program', () => {
    const { scene } = mapped('/srv');
    scene.fork(11, 10);
    assert.equal(scene.host.process(keyOf(11))?.foreignLibrary?.path, '/srv/x.so');
    scene.exec(11, 10, sleep);
    assert.equal(scene.host.process(keyOf(11))?.foreignLibrary, undefined);
  });

  it('is known once it was found out, and replayed alike', () => {
    const run = (ownership: OwnershipProvider, answer: () => void) => {
      const { scene, found } = mapped('/srv', sleep, {}, ownership);
      const before = found()?.ownership.state;
      answer();
      scene.host.apply(makeStatus({ time: EPOCH + 2000 }));
      return [before, found()?.ownership.state];
    };
    let known = false;
    const entries: OwnershipEntry[] = [];
    const slow: OwnershipProvider = {
      ask: (question) => (known || question.path !== '/srv/x.so' ? packaged.ask(question) : PENDING),
    };
    const live = run(
      journaledOwnership(slow, (entry) => entries.push(entry)),
      () => {
        known = true;
      },
    );
    assert.deepEqual(live, ['unknown', 'unpackaged']);
    assert.deepEqual(
      run(recordedOwnership(JSON.parse(JSON.stringify(entries))), () => {}),
      live,
    );
  });

  const quiet: readonly (readonly [what: string, directory: string, given?: Exec, map?: Map])[] = [
    ['it lies where packages put theirs', '/usr/lib/x86_64-linux-gnu'],
    ['a package owns it', '/opt/vendor'],
    ['it was removed since', '/srv', sleep, { deleted: true }],
    ['it is memory of its own', '/', sleep, { memfd: true }],
    [
      'it is an extension of an interpreter',
      '/srv/venv',
      { image: { path: '/usr/bin/python3.11' }, argv: ['python3'] },
    ],
    ['the program is of no package either', '/srv', { image: { path: '/srv/agent', file: '1:9' }, argv: ['agent'] }],
    ['it is the program that the loader runs', '/usr/bin', { image: loader, argv: ['ld.so', '/usr/bin/x.so'] }],
  ];
  for (const [what, directory, given, map] of quiet)
    it(`stays quiet when ${what}`, () => assert.equal(mapped(directory, given, map).found(), undefined));
});
