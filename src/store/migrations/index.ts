/** The schema, step by step. A step that was released is never changed: what is new is a new step. */
import { findings } from './001-findings.ts';
import { runs } from './002-runs.ts';

/** In order; `user_version` counts those that were applied. */
export const migrations: readonly string[] = [findings, runs];
