/**
 * The registry of AN0603's legs, spine first. `registry.test.ts` compares it with the directory.
 *
 * @module
 */
import type { Leg } from '../../score.ts';
import type { Subject } from '../case/subject.ts';
import { burstRate } from './burst-rate.ts';
import { canary } from './canary.ts';
import { contentTransition } from './content-transition.ts';
import { context } from './context.ts';
import { destroyedPlaintext } from './destroyed-plaintext.ts';
import { encryptorExecution } from './encryptor-execution.ts';
import { extension } from './extension.ts';
import { inhibitedRecovery } from './inhibited-recovery.ts';
import { noteDrop, notePaths } from './note-drop.ts';
import { recursion } from './recursion.ts';
import { target } from './target.ts';

/** The spine comes first: without it seen nothing is told. */
export const legs: readonly Leg<Subject>[] = [
  destroyedPlaintext,
  contentTransition,
  encryptorExecution,
  recursion,
  burstRate,
  target,
  extension,
  noteDrop,
  canary,
  inhibitedRecovery,
  context,
];

export { notePaths };
