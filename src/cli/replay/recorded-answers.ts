/** Where a replay takes from what events do not tell: from the recording that is being judged. */
import { hostname } from 'node:os';
import {
  type Answers,
  hostAnswers,
  noAnswers,
  type OwnershipProvider,
  recordedAnswers,
  type UserNames,
} from '../../host/index.ts';
import type { RecordingSource } from '../../source/index.ts';

/** One recording's answers, and what of them a person should know. */
interface Told {
  readonly answers: Answers;
  readonly notice: string | undefined;
}

/** A recording without answers was made by an older version, of a stream alone, or is read from a pipe. */
function toldBy(recording: RecordingSource): Told {
  const recorded = recordedAnswers(recording.notes);
  const { name } = recording.header.host;
  if (recorded !== undefined) {
    const notice = recording.notesCut
      ? 'too many notes in the recording: package ownership and user names are known in part'
      : undefined;
    return { answers: recorded, notice };
  }
  // The packages and user names of this host say nothing about another one.
  if (name !== hostname()) {
    return {
      answers: noAnswers,
      notice: 'recorded on another host, without notes: package ownership and user names are not known here',
    };
  }
  return {
    answers: hostAnswers(),
    notice: 'recorded on this host, without notes: package ownership and user names are those of today',
  };
}

/** The answers of the recording that was begun last. */
export class RecordedAnswers implements Answers {
  readonly #tell: (line: string) => void;
  readonly #said = new Set<string>();
  #answers: Answers = noAnswers;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  readonly ownership: OwnershipProvider = { ask: (question) => this.#answers.ownership.ask(question) };

  readonly users: UserNames = {
    nameOf: (uid) => this.#answers.users.nameOf(uid),
    refresh: () => this.#answers.users.refresh(),
  };

  /** Before a recording's first event. */
  begin(recording: RecordingSource): void {
    const { answers, notice } = toldBy(recording);
    this.#answers = answers;
    if (notice === undefined || this.#said.has(notice)) return;
    this.#said.add(notice);
    this.#tell(notice);
  }
}
