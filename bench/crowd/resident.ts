/** How much memory the processes of a running program hold (Linux, Documentation/filesystems/proc.rst, smaps_rollup). */
import { readdirSync, readFileSync } from 'node:fs';

/** MiB of proportional set size: what several share, or one maps twice, is counted once. */
export interface Resident {
  readonly launcher: number;
  readonly engine: number;
  readonly sensor: number;
}

/** @param launcher pid of the outermost process: the engine is its child, the sensor is a child of either */
export function residents(launcher: number): Resident {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), field(Number(name), 'PPid')]),
  );
  const family = [...parents.keys()].filter((pid) => pid === launcher || ancestors(pid, parents).includes(launcher));
  const sum = (pids: readonly number[]) => pids.reduce((all, pid) => all + proportional(pid), 0) / 1024;
  const sensors = family.filter((pid) => image(pid).includes('cipherwatch-sensor'));
  const engines = family.filter((pid) => pid !== launcher && !sensors.includes(pid));
  return { launcher: sum([launcher]), engine: sum(engines), sensor: sum(sensors) };
}

function ancestors(pid: number, parents: ReadonlyMap<number, number | undefined>): readonly number[] {
  const found: number[] = [];
  for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at)) found.push(at);
  return found;
}

function proportional(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function field(pid: number, name: string): number | undefined {
  const told = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1];
  return told === undefined ? undefined : Number(told);
}

const image = (pid: number) => read(`/proc/${pid}/cmdline`).split('\0')[0] ?? '';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
