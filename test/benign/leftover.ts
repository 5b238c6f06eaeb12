/** What a workload may leave behind: agents and daemons that it started, and what it mounted. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks them to end, and after two seconds makes them. */
export async function endAll(left: () => readonly number[]): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const pid of left()) {
      try {
        process.kill(pid, signal);
      } catch {
        // it is gone already
      }
    }
    for (let i = 0; i < 40 && left().length > 0; i += 1) await sleep(50);
  }
}

/** Unmounts what is mounted below a directory, the deepest first. */
export function unmountBelow(directory: string): void {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point.startsWith(`${directory}/`));
  for (const point of points.reverse()) spawnSync('umount', ['-l', point]);
}
