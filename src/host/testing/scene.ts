/** A host and short ways to make things happen on it, for the tests of this room. Time goes on by itself. */
import type { Fd, ProcessKey } from '../../event/index.ts';
import { EPOCH, keyOf, makeProcessEnd, makeProcessFork, makeProcessStart } from '../../event/testing/make.ts';
import { Host, type HostOptions } from '../host.ts';

type Exec = Parameters<typeof makeProcessStart>[0];

export const TTY: Fd = { type: 'tty', object: '88:3' };
const NULL: Fd = { type: 'null', object: '5:1' };

/** How a shell looks that was opened on a terminal. */
export function shellOn(tty: string, pid: number): Exec {
  return {
    argv: ['-bash'],
    image: { path: '/usr/bin/bash' },
    comm: 'bash',
    tty,
    sid: pid,
    pgid: pid,
    stdio: [TTY, TTY, TTY],
  };
}

export interface Scene {
  readonly host: Host;
  /** ms since `EPOCH` */
  now: number;
  wait(ms: number): void;
  fork(pid: number, parentPid: number): void;
  /** Inherits nothing by itself: `make` fills in what is not given. */
  exec(pid: number, parentPid: number, given?: Exec): void;
  /** Fork and exec. */
  spawn(pid: number, parentPid: number, given?: Exec): void;
  end(pid: number): void;
  lineage(pid: number): string | undefined;
}

/** pid 1 is there already. Every step takes 1 ms. */
export function makeScene(options: HostOptions = {}): Scene {
  const host = new Host(options);
  const scene: Scene = {
    host,
    now: 0,
    wait: (ms) => {
      scene.now += ms;
    },
    fork: (pid, parentPid) => {
      scene.now += 1;
      host.apply(makeProcessFork({ pid, parentPid, time: EPOCH + scene.now }));
    },
    exec: (pid, parentPid, given = {}) => {
      scene.now += 1;
      host.apply(makeProcessStart({ pid, parentPid, time: EPOCH + scene.now, stdio: [NULL, NULL, NULL], ...given }));
    },
    spawn: (pid, parentPid, given) => {
      scene.fork(pid, parentPid);
      scene.exec(pid, parentPid, given);
    },
    end: (pid) => {
      scene.now += 1;
      host.apply(makeProcessEnd({ pid, time: EPOCH + scene.now }));
    },
    lineage: (pid) => host.process(keyOf(pid))?.lineage,
  };
  const init = {
    argv: ['/sbin/init'],
    image: { path: '/usr/lib/systemd/systemd' },
    cgroup: { id: '1', path: '/init.scope' },
  };
  scene.exec(1, 0, { ...init, how: 'snapshot', comm: 'systemd' });
  return scene;
}

export function pids(keys: Iterable<{ readonly key: ProcessKey }>): number[] {
  return Array.from(keys, ({ key }) => Number(key.split(':')[0])).sort((a, b) => a - b);
}
