/** How answers are noted in a recording: one flat object each, told apart by `kind`. Read as what anyone may have written. */
import type { OwnershipEntry } from './ownership/index.ts';
import type { UserNameEntry } from './user-journal.ts';
import type { Ownership } from './view.ts';

export type AnswerNote =
  | { readonly kind: 'image_owner'; readonly entry: OwnershipEntry }
  | { readonly kind: 'user_name'; readonly entry: UserNameEntry };

export function ownershipNote(entry: OwnershipEntry): unknown {
  return { kind: 'image_owner', ...entry };
}

export function userNameNote(entry: UserNameEntry): unknown {
  return { kind: 'user_name', ...entry };
}

/** undefined for notes of other kinds, and for what lacks a field. */
export function parseAnswerNote(value: unknown): AnswerNote | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const note = value as Readonly<Record<string, unknown>>;
  switch (note.kind) {
    case 'image_owner': {
      const { file, modifiedAt, path, nth } = note;
      const answer = parseOwnership(note.answer);
      if (typeof file !== 'string' || typeof path !== 'string' || answer === undefined) return undefined;
      if (!isCount(nth) || typeof modifiedAt !== 'number') return undefined;
      return { kind: 'image_owner', entry: { file, modifiedAt, path, nth, answer } };
    }
    case 'user_name': {
      const { uid, look, name } = note;
      if (!Number.isSafeInteger(uid) || !isCount(look)) return undefined;
      if (name === undefined) return { kind: 'user_name', entry: { uid: uid as number, look } };
      return typeof name === 'string' ? { kind: 'user_name', entry: { uid: uid as number, look, name } } : undefined;
    }
    default:
      return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

const MANAGERS: readonly unknown[] = ['dpkg', 'rpm', 'apk'];

function parseOwnership(value: unknown): Ownership | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { state, manager, name, why } = value as Readonly<Record<string, unknown>>;
  if (state === 'unpackaged') return { state };
  if (state === 'unknown' && typeof why === 'string') return { state, why };
  if (state !== 'packaged' || typeof name !== 'string' || !MANAGERS.includes(manager)) return undefined;
  return { state, manager: manager as 'dpkg' | 'rpm' | 'apk', name };
}
