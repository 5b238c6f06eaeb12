/** Processes that belong to a directory which was made for them, however far they have got away from who started them. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Those that have `mark=directory` in their environment, which is inherited, or that work below the directory: servers write
 * over their environment. This process is never one of them.
 */
export function leftBehind(directory: string, mark: string): readonly number[] {
  const entry = `${mark}=${directory}`;
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => environment(pid).includes(entry) || isBelow(workplace(pid), directory));
}

function environment(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

function workplace(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
