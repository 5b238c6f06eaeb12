/** Who descends from a process, as the kernel tells it (proc(5), /proc/PID/task/TID/children). */
import { readFileSync } from 'node:fs';

/** Living children and theirs, parents first; nothing of a process that is gone. */
export function descendants(pid: number): readonly number[] {
  let children: readonly number[] = [];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}
