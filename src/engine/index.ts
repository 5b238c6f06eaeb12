/**
 * The engine room: pure wiring from events to findings.
 *
 * @module
 */
export { type Assembly, assemble, type JudgingSettings, makeAnalytics } from './assemble.ts';
export {
  Engine,
  type EngineOptions,
  type FaultListener,
  type HostState,
  type Observer,
  type Outlet,
} from './engine.ts';
