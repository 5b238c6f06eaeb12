/**
 * The engine room: pure wiring from events to findings.
 *
 * @module
 */
export { AnalyticSet, type JudgingSettings } from './analytic-set.ts';
export { type Assembly, assemble } from './assemble.ts';
export {
  Engine,
  type EngineOptions,
  type FaultListener,
  type HostState,
  type Observer,
  type Outlet,
} from './engine.ts';
