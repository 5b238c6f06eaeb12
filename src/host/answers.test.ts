import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeProcessStart } from '../event/testing/make.ts';
import { AnswerJournal, type Answers, recordedAnswers } from './answers.ts';

const question = { file: '1:1', path: '/x', size: 1, modifiedAt: 1.5 };

const asked: Answers = {
  ownership: { ask: () => ({ state: 'packaged', manager: 'dpkg', name: 'tool' }) },
  users: { nameOf: (uid) => (uid === 1000 ? 'ada' : undefined), refresh: () => {} },
};

function notesOf(use: (journal: AnswerJournal) => void): unknown[] {
  const notes: unknown[] = [];
  use(new AnswerJournal(asked, (note) => notes.push(note)));
  return JSON.parse(JSON.stringify(notes));
}

it('what was noted answers the same questions', () => {
  const notes = notesOf(({ ownership, users }) => [ownership.ask(question), users.nameOf(1000), users.nameOf(5)]);
  const replayed = recordedAnswers(notes);
  assert.deepEqual(replayed?.ownership.ask(question), asked.ownership.ask(question));
  assert.deepEqual([replayed?.users.nameOf(1000), replayed?.users.nameOf(5)], ['ada', undefined]);
});

it('users are asked for as soon as they appear', () => {
  const notes = notesOf((journal) => journal.observe(makeProcessStart({ uid: 1000, auid: 5 })));
  assert.deepEqual(notes, [
    { kind: 'user_name', uid: 1000, look: 0, name: 'ada' },
    { kind: 'user_name', uid: 5, look: 0 },
  ]);
});

it('an image that no note is about is unknown', () => {
  const notes = notesOf(({ users }) => users.nameOf(1000));
  assert.equal(recordedAnswers(notes)?.ownership.ask(question).state, 'unknown');
});

describe('notes that are no answers', () => {
  const owner = {
    kind: 'image_owner',
    file: '1:1',
    path: '/x',
    modifiedAt: 1.5,
    nth: 0,
    answer: { state: 'unpackaged' },
  };
  for (const [what, note] of [
    ['nothing', null],
    ['of another kind', { kind: 'settings' }],
    ['an owner without a path', { ...owner, path: undefined }],
    ['an owner of a negative question', { ...owner, nth: -1 }],
    ['an owner without an answer', { ...owner, answer: {} }],
    ['a package of an unknown manager', { ...owner, answer: { state: 'packaged', manager: 'x', name: 'x' } }],
    ['a name that is none', { kind: 'user_name', uid: 0, look: 0, name: {} }],
    ['a user without a number', { kind: 'user_name', look: 0 }],
  ] as const) {
    it(`are passed over: ${what}`, () => assert.equal(recordedAnswers([note]), undefined));
  }
  it('the one that these are made from is an answer', () => assert.notEqual(recordedAnswers([owner]), undefined));
  it('whatever they are', () => {
    fc.assert(fc.property(fc.array(fc.jsonValue()), (notes) => assert.equal(recordedAnswers(notes), undefined)));
  });
});
