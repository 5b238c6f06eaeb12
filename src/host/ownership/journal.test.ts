import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EPOCH, keyOf, makeStatus } from '../../event/testing/make.ts';
import { makeScene } from '../testing/scene.ts';
import type { Ownership } from '../view.ts';
import { journaledOwnership, type OwnershipEntry, recordedOwnership } from './journal.ts';
import { type OwnershipProvider, PENDING } from './provider.ts';

const PACKAGED: Ownership = { state: 'packaged', manager: 'dpkg', name: 'tool' };

/** What the host says over time when an image is executed again and again and the database changes meanwhile. */
function run(ownership: OwnershipProvider): (Ownership | undefined)[] {
  const said: (Ownership | undefined)[] = [];
  const scene = makeScene({ ownership });
  for (let pid = 10; pid < 40; pid += 1) {
    scene.spawn(pid, 1, { image: { path: pid % 2 === 0 ? '/usr/bin/tool' : '/opt/mine', file: `1:${pid % 2}` } });
    said.push(scene.host.process(keyOf(pid))?.ownership);
    scene.wait(4_000);
    scene.host.apply(makeStatus({ time: EPOCH + scene.now }));
    said.push(scene.host.process(keyOf(pid))?.ownership);
  }
  return said;
}

/** Pending first, then not installed, then installed. */
function changingDatabase(): OwnershipProvider {
  const answers: Ownership[] = [PENDING, PENDING, { state: 'unpackaged' }, { state: 'unpackaged' }, PACKAGED];
  let asked = 0;
  return {
    ask: (question) => {
      if (question.path !== '/usr/bin/tool') return { state: 'unpackaged' };
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? PACKAGED;
    },
  };
}

describe('a journal of ownership', () => {
  it('gives a replay what the live run was told, answer for answer', () => {
    const entries: OwnershipEntry[] = [];
    const live = run(journaledOwnership(changingDatabase(), (entry) => entries.push(entry)));
    assert.deepEqual(new Set(live.map((one) => one?.state)), new Set(['unknown', 'unpackaged', 'packaged']));
    const stored = JSON.parse(JSON.stringify(entries)) as OwnershipEntry[];
    assert.deepEqual(run(recordedOwnership(stored)), live);
    assert.ok(entries.length < 8, 'only changes are written');
  });

  it('asks another provider about what it does not know', () => {
    const question = { file: '1:1', path: '/x', size: 1, modifiedAt: 1 };
    assert.equal(recordedOwnership([]).ask(question).state, 'unknown');
    assert.deepEqual(recordedOwnership([], { ask: () => PACKAGED }).ask(question), PACKAGED);
  });
});
