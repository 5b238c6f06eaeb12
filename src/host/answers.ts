/**
 * Everything that a host state is told otherwise than by events: who owns an image, what users are called. A live
 * run notes it beside its recording, and a replay answers from these notes, on any machine.
 */
import type { Event } from '../event/index.ts';
import { ownershipNote, parseAnswerNote, userNameNote } from './answer-note.ts';
import { hostFiles } from './file-reader.ts';
import {
  hostOwnership,
  journaledOwnership,
  noOwnership,
  type OwnershipProvider,
  recordedOwnership,
} from './ownership/index.ts';
import { journaledUserNames, recordedUserNames } from './user-journal.ts';
import { noUserNames, passwdNames, type UserNames } from './users.ts';

/** Whom a host state asks. */
export interface Answers {
  readonly ownership: OwnershipProvider;
  readonly users: UserNames;
}

/** This host's databases, as they are when asked. */
export function hostAnswers(): Answers {
  return { ownership: hostOwnership(hostFiles), users: passwdNames(hostFiles) };
}

/** Nothing is known. */
export const noAnswers: Answers = { ownership: noOwnership, users: noUserNames };

/**
 * Stands between a host state and those whom it asks, and notes what they say. It is an observer of the stream,
 * too: it asks for the name of each user that appears, so that a replay under other settings knows them.
 *
 * @example
 * const journal = new AnswerJournal({ ownership, users }, (note) => recorder.note(note));
 * const host = new Host(journal);
 */
export class AnswerJournal implements Answers {
  readonly name = 'journal';
  readonly ownership: OwnershipProvider;
  readonly users: UserNames;

  /** @param note takes what `recordedAnswers` reads; each can be said in JSON. */
  constructor({ ownership, users }: Answers, note: (value: unknown) => void) {
    this.ownership = journaledOwnership(ownership, (entry) => note(ownershipNote(entry)));
    this.users = journaledUserNames(users, (entry) => note(userNameNote(entry)));
  }

  observe(event: Event): void {
    if (event.kind !== 'process_start') return;
    this.users.nameOf(event.uid);
    if (event.auid !== undefined) this.users.nameOf(event.auid);
  }
}

const NOT_TOLD: OwnershipProvider = {
  ask: () => ({ state: 'unknown', why: 'the recording does not tell' }),
};

/** @param notes of a recording, with whatever else was noted. @returns undefined when no answer is among them. */
export function recordedAnswers(notes: Iterable<unknown>): Answers | undefined {
  const entries = Array.from(notes, parseAnswerNote).filter((entry) => entry !== undefined);
  if (entries.length === 0) return undefined;
  return {
    ownership: recordedOwnership(
      entries.flatMap((entry) => (entry.kind === 'image_owner' ? [entry.entry] : [])),
      NOT_TOLD,
    ),
    users: recordedUserNames(entries.flatMap((entry) => (entry.kind === 'user_name' ? [entry.entry] : []))),
  };
}
