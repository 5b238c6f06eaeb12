/** What `doctor` looks at: one check a file, each with what it means for detection and what mends it. */

/** `degraded`: works, but something cannot be seen. `missing`: not there at all. */
export type CheckState = 'ok' | 'degraded' | 'missing';

export interface CheckResult {
  readonly state: CheckState;
  /** What was found, in words and figures. */
  readonly why: string;
  /** What it costs in detection; undefined when nothing. */
  readonly costs?: string;
  /** What mends it. */
  readonly remedy?: string;
}

export interface CheckContext {
  /** Path of the sensor program. */
  readonly sensor: string;
  /** Name of the unprivileged user, or `auto`. */
  readonly user: string;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  /** Without it nothing can be watched. */
  readonly essential: boolean;
  readonly look: (context: CheckContext) => CheckResult | Promise<CheckResult>;
}

export function ok(why: string): CheckResult {
  return { state: 'ok', why };
}

export function degraded(why: string, costs: string, remedy: string): CheckResult {
  return { state: 'degraded', why, costs, remedy };
}

export function missing(why: string, costs: string, remedy: string): CheckResult {
  return { state: 'missing', why, costs, remedy };
}

export const EVERYTHING = 'nothing can be watched';
