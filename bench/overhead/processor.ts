/** Processor time of processes, as the kernel counts it. */
import { readFileSync } from 'node:fs';
import { descendants } from '../../test/e2e/descendants.ts';

/** ms of one tick of /proc (USER_HZ is 100 on every Linux that this runs on). */
const TICK = 10;

interface Times {
  /** ms, user and kernel */
  readonly own: number;
  /** Of children that ended and were waited for, and of theirs. */
  readonly children: number;
}

/** Nothing of a process that is gone. */
function timesOf(pid: number | 'self'): Times {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name, in brackets, may hold anything; utime is the 14th field, the 12th after it
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (i: number) => (fields[i] ?? 0) * TICK;
    return { own: at(11) + at(12), children: at(13) + at(14) };
  } catch {
    return { own: 0, children: 0 };
  }
}

/** ms that children of this process, which have ended, and these processes have used so far. */
export function usedBy(servers: readonly number[]): number {
  return timesOf('self').children + servers.reduce((sum, pid) => sum + timesOf(pid).own, 0);
}

/** ms that a process and its living descendants have used so far. */
export function usedBelow(pid: number): number {
  return [pid, ...descendants(pid)].reduce((sum, one) => sum + timesOf(one).own, 0);
}
