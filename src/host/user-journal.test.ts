import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { journaledUserNames, recordedUserNames, type UserNameEntry } from './user-journal.ts';
import type { UserNames } from './users.ts';

/** What uids are called after each look; a file that is changed between the looks. */
function changing(names: readonly Readonly<Record<number, string>>[]): UserNames {
  let look = 0;
  return {
    nameOf: (uid) => names[Math.min(look, names.length - 1)]?.[uid],
    refresh: () => void look++,
  };
}

/** Asks for some users at each look. */
function ask(users: UserNames, questions: readonly (readonly number[])[]): (string | undefined)[] {
  return questions.flatMap((uids, look) => {
    if (look > 0) users.refresh();
    return uids.map((uid) => users.nameOf(uid));
  });
}

const uid = fc.nat(4);
const names = fc.array(fc.dictionary(uid.map(String), fc.constantFrom('ada', 'bob', 'eve')), {
  minLength: 1,
  maxLength: 6,
});
const questions = fc.array(fc.array(uid, { maxLength: 4 }), { maxLength: 8 });

it('gives a replay what the live run was told, name for name', () => {
  fc.assert(
    fc.property(names, questions, (called, asked) => {
      const entries: UserNameEntry[] = [];
      const live = ask(
        journaledUserNames(changing(called), (entry) => entries.push(entry)),
        asked,
      );
      const stored = JSON.parse(JSON.stringify(entries)) as UserNameEntry[];
      assert.deepEqual(ask(recordedUserNames(stored), asked), live);
    }),
  );
});

it('answers a replay that asks other questions about users that the live run asked for before', () => {
  const entries: UserNameEntry[] = [];
  const called = [{ 0: 'root', 7: 'ada' }, { 0: 'root', 7: 'eve' }, { 0: 'root' }];
  ask(
    journaledUserNames(changing(called), (entry) => entries.push(entry)),
    [[7], [], [0]],
  );
  assert.deepEqual(ask(recordedUserNames(entries), [[7, 0], [7], [7, 0, 3]]), [
    'ada',
    'root',
    'eve',
    undefined,
    'root',
    undefined,
  ]);
});

it('writes only what is new', () => {
  const entries: UserNameEntry[] = [];
  ask(
    journaledUserNames(changing([{ 1: 'ada' }]), (entry) => entries.push(entry)),
    [[1, 1, 2], [1, 2], [2]],
  );
  assert.deepEqual(entries, [
    { uid: 1, look: 0, name: 'ada' },
    { uid: 2, look: 0 },
  ]);
});
