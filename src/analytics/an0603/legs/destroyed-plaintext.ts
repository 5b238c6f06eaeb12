/**
 * The spine: originals whose plaintext is gone. Without it nothing is told.
 *
 * @module
 */
import type { Leg, LegJudgement } from '../../score.ts';
import type { Subject } from '../case/subject.ts';

/** Nats per file destroyed by anything but a hand tool, at full strength of its transition. */
const PER_CUSTOM_FILE = 3;
/** Nats per file beyond `handFiles` that a hand tool encrypted. */
const PER_TOOL_FILE = 1.9;
/** Where the line of hand tools begins to speak for an attack: this much beyond `handFiles`. */
const TOOL_OFFSET = 0.4;
/** A few files with a known tool are what people do by hand. */
const BY_HAND = -3;

export const destroyedPlaintext: Leg<Subject> = {
  meta: {
    id: 'destroyed-plaintext',
    title: 'Destroyed plaintext',
    cap: { min: BY_HAND, max: 8 },
    needs: ['file_session', 'file_unlink', 'file_rename'],
  },
  judge({ account, decayed, settings }: Subject): LegJudgement {
    if (account.total === 0) {
      if (account.unobservable === 0) return { state: 'absent', weight: 0, reasons: [] };
      const reason = `${account.unobservable} existing files were changed without a sample (mapped or spliced)`;
      return { state: 'unobservable', weight: 0, reasons: [reason] };
    }
    const { overwritten, truncated, replaced, removed } = account.byHow;
    const figures =
      `${account.total} originals gone: ${removed} removed after a ciphertext was written, ${overwritten} overwritten ` +
      `in place, ${truncated} truncated and rewritten, ${replaced} replaced by a rename`;
    const hand = `${decayed.byTool.toFixed(1)} of them by a tool people use by hand (up to ${settings.handFiles} are ordinary)`;
    const weight = weightOf(decayed.custom, decayed.byTool, settings.handFiles);
    return { state: 'seen', weight, reasons: decayed.byTool > 0 ? [figures, hand] : [figures] };
  },
};

function weightOf(custom: number, byTool: number, handFiles: number): number {
  if (custom >= 0.5) return PER_CUSTOM_FILE * custom + byTool;
  if (byTool <= handFiles) return BY_HAND;
  return PER_TOOL_FILE * (byTool - handFiles - TOOL_OFFSET) + PER_CUSTOM_FILE * custom;
}
