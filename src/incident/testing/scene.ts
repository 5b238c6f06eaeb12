/**
 * A host as a table: a `HostView` over processes and directories that a test lists itself, for
 * tests of what is made from the view rather than of the view.
 */

import type { ProcessKey } from '../../event/index.ts';
import { EPOCH, keyOf } from '../../event/testing/make.ts';
import type { Container, FileChange, HostView, Login, Process } from '../../host/index.ts';

type Given = Partial<Omit<Process, 'image'>> & { readonly image?: Partial<Process['image']> };

/** A process of root's with pid as key, child of pid 1 unless said otherwise. */
export function sceneProcess(pid: number, parentPid: number | undefined, given: Given = {}): Process {
  const fd = { type: 'null', object: '5:4' } as const;
  return {
    key: keyOf(pid),
    pid,
    parent: parentPid === undefined ? undefined : keyOf(parentPid),
    startedAt: EPOCH + pid,
    executedAt: EPOCH + pid,
    endedAt: undefined,
    fromSnapshot: false,
    script: undefined,
    argv: ['/usr/bin/true'],
    cwd: '/',
    comm: 'true',
    uid: 0,
    euid: 0,
    gid: 0,
    auid: undefined,
    session: undefined,
    tty: undefined,
    namespaces: { mnt: 1, pid: 2, net: 3, user: 4 },
    cgroup: { id: '1', path: '/' },
    stdio: [fd, fd, fd],
    lineage: String(keyOf(1)),
    ownership: { state: 'packaged', manager: 'dpkg', name: 'coreutils' },
    loaded: undefined,
    codeFile: undefined,
    foreignLibrary: undefined,
    before: undefined,
    ...given,
    image: {
      file: '8388609:1000',
      path: '/usr/bin/true',
      size: 35_664,
      modifiedAt: EPOCH,
      deleted: false,
      memfd: false,
      setuid: false,
      ...given.image,
    },
  };
}

export class Scene implements HostView {
  readonly #processes = new Map<ProcessKey, Process>();
  readonly #directories = new Map<string, string>();
  loginOf: Login = {
    auid: 1000,
    session: 3,
    user: 'root',
    loginUser: 'alice',
    tty: 'pts/0',
    remote: { address: '203.0.113.9', port: 51_000 },
    interactive: true,
  };
  containerOf: Container | undefined = undefined;

  constructor(...processes: readonly Process[]) {
    for (const process of processes) this.add(process);
  }

  add(process: Process): void {
    this.#processes.set(process.key, process);
  }

  forget(pid: number): void {
    this.#processes.delete(keyOf(pid));
  }

  place(key: string, path: string): void {
    this.#directories.set(key, path);
  }

  process(key: ProcessKey): Process | undefined {
    return this.#processes.get(key);
  }

  ancestors(key: ProcessKey): readonly Process[] {
    const up: Process[] = [];
    let next = this.process(key);
    while (next !== undefined && up.length < 64) {
      up.push(next);
      next = next.parent === undefined ? undefined : this.process(next.parent);
    }
    return up;
  }

  children(key: ProcessKey): readonly Process[] {
    return [...this.#processes.values()].filter(({ parent }) => parent === key);
  }

  joined(): readonly Process[] {
    return [];
  }

  login(): Login {
    return this.loginOf;
  }

  container(): Container | undefined {
    return this.containerOf;
  }

  userName(uid: number): string {
    return uid === 0 ? 'root' : `user${uid}`;
  }

  directory(place: string): string | undefined {
    return this.#directories.get(place);
  }

  resolve(argument: { readonly base: string; readonly path: string }): string | undefined {
    if (argument.path.startsWith('/')) return argument.path;
    const base = this.directory(argument.base);
    return base === undefined ? undefined : `${base}/${argument.path}`;
  }

  fileAt(): undefined {
    return undefined;
  }

  fileOf(): undefined {
    return undefined;
  }

  lastChange(): FileChange {
    return { moved: undefined, exchanged: undefined, displaced: undefined };
  }

  pathOf(): undefined {
    return undefined;
  }
}
