/**
 * AN0603: mass encryption.
 *
 * @module
 */
export { createAn0603 } from './analytic.ts';

export { type An0603Settings, defaultAn0603Settings } from './settings.ts';
