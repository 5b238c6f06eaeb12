/**
 * The coverage room: what this host can and cannot see, proved by emulations that are run and found.
 *
 * @module
 */
export type { CoverageErrorCode } from './error.ts';
export { leaveLogin } from './login.ts';
export { missing } from './needs.ts';
export type { Discovery, Outcome, Proof } from './proof.ts';
export { type Asked, proveAll } from './prove-all.ts';
export { type ProveOptions, ProvingGround, type ProvingGroundOptions } from './proving-ground.ts';
export { type Selection, select } from './selection.ts';
export type { Told } from './watcher.ts';
