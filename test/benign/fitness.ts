/** Whether this machine has what a workload needs. */
import { located } from '../../emulations/which.ts';
import type { Workload } from './workload.ts';

/** Why a workload cannot run here; undefined when it can. */
export function unfit(workload: Workload): string | undefined {
  const missing = workload.needs.filter(({ command }) => located(command) === undefined);
  if (missing.length > 0)
    return missing.map((need) => `${need.command} is missing (package ${need.package})`).join(', ');
  return workload.unfit?.();
}
