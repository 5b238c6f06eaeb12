/**
 * Canaries: documents that nobody has reason to change, planted where an operator asks for them.
 *
 * @module
 */
export { CanaryError, type CanaryErrorCode } from './error.ts';
export { type Canary, type CanaryState, inspect, plant, remove } from './plant.ts';
export { registryBeside, writeRegistry } from './registry.ts';
