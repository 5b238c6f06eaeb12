/**
 * AN0603: mass encryption.
 *
 * @module
 */
export { createAn0603 } from './analytic.ts';
export { meta as an0603Meta } from './meta.ts';
export { type An0603Settings, defaultAn0603Settings } from './settings.ts';
