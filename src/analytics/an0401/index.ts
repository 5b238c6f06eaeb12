/**
 * AN0401: unexpected cryptography, then an abnormal outbound session.
 *
 * @module
 */
export { createAn0401 } from './analytic.ts';
export { STANDING as an0401NotBuilt } from './case/unobserved.ts';
export { type An0401Settings, an0401Defaults } from './settings.ts';
