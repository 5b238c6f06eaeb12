/**
 * The launch room: the small privileged part. It checks what is needed, starts the engine process and
 * the sensor, keeps the sensor running, and gives privileges up.
 *
 * @module
 */
export type { Check, CheckContext, CheckResult, CheckState } from './checks/check.ts';
export { checks } from './checks/registry.ts';
export { LaunchError, type LaunchErrorCode } from './error.ts';
export { type EngineExit, type LaunchOptions, launch } from './launcher.ts';
export { type EngineMessage, isLauncherMessage, type LauncherMessage } from './message.ts';
export { preflight } from './preflight.ts';
export { become, findUser, type Identity } from './privilege.ts';
export { reachable } from './reachable.ts';
export { prepareState, storeDirectory } from './state-directory.ts';
