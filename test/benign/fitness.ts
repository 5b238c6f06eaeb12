/** Whether this machine has what a workload needs. */
import { existsSync } from 'node:fs';
import type { Workload } from './workload.ts';

const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Why a workload cannot run here; undefined when it can. */
export function unfit(workload: Workload): string | undefined {
  const missing = workload.needs.filter(({ command }) => !FOLDERS.some((folder) => existsSync(`${folder}/${command}`)));
  if (missing.length > 0)
    return missing.map((need) => `${need.command} is missing (package ${need.package})`).join(', ');
  return workload.unfit?.();
}
