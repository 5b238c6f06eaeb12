/**
 * Notes: a small text that asks for contact or payment, or any same small text in directory after directory.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import type { Note } from '../job/note-book.ts';

export const noteDrop: Leg<Subject> = {
  meta: { id: 'note-drop', title: 'Note dropped', cap: { min: 0, max: 4 }, needs: ['file_session'] },
  judge({ notes }: Subject): LegJudgement {
    const [best] = notes.map((note) => ({ note, weight: weightOf(note) })).toSorted((a, b) => b.weight - a.weight);
    if (best === undefined || best.weight === 0) return { state: 'absent', weight: 0, reasons: [] };
    const { note, weight } = best;
    const themes = note.themes.length > 0 ? ` about ${note.themes.join(', ')}` : '';
    const reasons = [`the same text${themes} in ${note.directories.size} directories`, `begins: ${note.excerpt}`];
    return { state: 'seen', weight, reasons: note.named ? [...reasons, 'its name matches FilenamePattern'] : reasons };
  },
};

/** A text that asks for nothing, in many directories: a program's own marks are such. Too little to be the leg that decides. */
const REPEATED = 0.4;

/** By content first; a name alone is nothing. */
function weightOf(note: Note): number {
  const spread = note.directories.size >= 2 ? 1 : 0;
  const name = note.named ? 0.5 : 0;
  if (note.themes.length >= 2) return 1.5 + 0.5 * (note.themes.length - 1) + spread + name;
  return note.directories.size >= 4 ? REPEATED + name : 0;
}

/** Paths of what this leg takes for notes. */
export function notePaths(notes: readonly Note[]): readonly string[] {
  return notes.filter((note) => weightOf(note) > 0).flatMap((note) => note.paths);
}
