/**
 * Notices a test run in which nothing happens any more. node:test waits for ever for a file that does not end, and for
 * whoever still holds the output of one that did.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface Silence {
  /** Something has happened. */
  broken(): void;
  end(): void;
  /** Aborted when ending the files has not helped. */
  readonly lost: AbortSignal;
}

/** The processes that this one started and that still run. */
function children(): readonly number[] {
  return readdirSync('/proc/self/task').flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/**
 * After `limit` ms without an event the running files are killed, which fails them and lets the others go on. After as
 * long again the whole run is given up.
 */
export function watchSilence(limit: number, print: (line: string) => void): Silence {
  const lost = new AbortController();
  let tried = false;
  const expired = (): void => {
    const hanging = children();
    if (tried || hanging.length === 0) {
      print('✖ the run hangs and is given up: a process that a test left behind may hold its output');
      lost.abort();
      return;
    }
    tried = true;
    print(`✖ nothing has happened for ${limit / 1000} s; the files that are running are killed`);
    for (const pid of hanging) process.kill(pid, 'SIGKILL');
    timer.refresh();
  };
  const timer = setTimeout(expired, limit);
  return {
    broken() {
      tried = false;
      timer.refresh();
    },
    end() {
      clearTimeout(timer);
    },
    lost: lost.signal,
  };
}
