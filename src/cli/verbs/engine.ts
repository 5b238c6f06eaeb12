/** `engine`: what `run` starts as its child. Internal. */
import { runEngine } from '../engine-process/run-engine.ts';
import { runOptions } from '../run-options.ts';
import type { Verb } from '../verb.ts';

export const engine: Verb = {
  name: 'engine',
  about: 'judges the stream on standard input; run starts it',
  options: runOptions,
  internal: true,
  run: runEngine,
};
