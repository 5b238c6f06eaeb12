/**
 * The launch room: the small privileged part. It checks what is needed, starts the engine process and
 * the sensor, keeps the sensor running, and gives privileges up.
 *
 * @module
 */
export type { Check, CheckContext, CheckResult, CheckState } from './checks/check.ts';
export { checks } from './checks/registry.ts';
export type { LaunchErrorCode } from './error.ts';
export type { EngineExit, LaunchOptions } from './launcher.ts';
export { type EngineMessage, isLauncherMessage, type LauncherMessage } from './message.ts';

export { become, findUser, type Identity } from './privilege.ts';
export { reachable } from './reachable.ts';
export { prepareState } from './state-directory.ts';
