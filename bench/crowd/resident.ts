/** How much memory the processes of a running program hold (Linux, Documentation/filesystems/proc.rst, smaps_rollup). */
import { readFileSync } from 'node:fs';
import { descendants } from '../../test/e2e/descendants.ts';

/** MiB of proportional set size: what several share, or one maps twice, is counted once. */
export interface Resident {
  readonly launcher: number;
  readonly engine: number;
  readonly sensor: number;
}

/** @param launcher pid of the outermost process: the others descend from it */
export function residents(launcher: number): Resident {
  const sum = (pids: readonly number[]) => pids.reduce((all, pid) => all + proportional(pid), 0) / 1024;
  const below = descendants(launcher);
  const sensors = below.filter((pid) => image(pid).includes('cipherwatch-sensor'));
  const engines = below.filter((pid) => !sensors.includes(pid));
  return { launcher: sum([launcher]), engine: sum(engines), sensor: sum(sensors) };
}

function proportional(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

const image = (pid: number) => read(`/proc/${pid}/cmdline`).split('\0')[0] ?? '';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
