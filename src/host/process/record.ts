/** Makes the immutable `Process` records: by fork, by exec, and for one whose beginnings were not seen. */
import type { ProcessFork, ProcessKey, ProcessStart } from '../../event/index.ts';
import type { LineageId, Ownership, Process } from '../view.ts';
import type { Named } from './named.ts';

const NOWHERE = { type: 'other', object: '' } as const;

/** Programs that a process is remembered to have been before. */
const PROGRAMS_BACK = 3;

const UNSEEN: Ownership = { state: 'unknown', why: 'the start of the process was not seen' };

/** The child of a process that is known: everything as the parent has it. */
export function forkedRecord(event: ProcessFork, parent: Process, lineage: LineageId): Process {
  return {
    key: event.process,
    pid: event.pid,
    parent: event.parent,
    startedAt: event.time,
    executedAt: event.time,
    endedAt: undefined,
    fromSnapshot: false,
    image: parent.image,
    script: parent.script,
    argv: parent.argv,
    cwd: parent.cwd,
    comm: parent.comm,
    uid: parent.uid,
    euid: parent.euid,
    gid: parent.gid,
    auid: parent.auid,
    session: parent.session,
    tty: parent.tty,
    namespaces: parent.namespaces,
    cgroup: parent.cgroup,
    stdio: parent.stdio,
    lineage,
    ownership: parent.ownership,
    loaded: parent.loaded,
    codeFile: parent.codeFile,
    foreignLibrary: parent.foreignLibrary,
    before: undefined,
  };
}

/** The child of a process that is not known: all that can be said is that it is there. */
export function stubRecord(event: ProcessFork, lineage: LineageId): Process {
  return {
    key: event.process,
    pid: event.pid,
    parent: event.parentPid === 0 ? undefined : event.parent,
    startedAt: event.time,
    executedAt: event.time,
    endedAt: undefined,
    fromSnapshot: false,
    image: { file: '', path: '', size: 0, modifiedAt: 0, deleted: false, memfd: false, setuid: false },
    script: undefined,
    argv: [],
    cwd: '',
    comm: '',
    uid: -1,
    euid: -1,
    gid: -1,
    auid: undefined,
    session: undefined,
    tty: undefined,
    namespaces: { mnt: 0, pid: 0, net: 0, user: 0 },
    cgroup: { id: '', path: '' },
    stdio: [NOWHERE, NOWHERE, NOWHERE],
    lineage,
    ownership: UNSEEN,
    loaded: undefined,
    codeFile: undefined,
    foreignLibrary: undefined,
    before: undefined,
  };
}

export interface Circumstances extends Named {
  readonly parent: ProcessKey | undefined;
  readonly startedAt: number;
  readonly executedAt: number;
  readonly endedAt: number | undefined;
  readonly fromSnapshot: boolean;
  readonly lineage: LineageId;
  readonly ownership: Ownership;
  readonly before: Process | undefined;
}

function upTo(programs: number, process: Process | undefined): Process | undefined {
  if (programs === 0 || process === undefined) return undefined;
  const before = upTo(programs - 1, process.before);
  return before === process.before ? process : { ...process, before };
}

/** What an exec (or the snapshot) tells. */
export function startedRecord(event: ProcessStart, given: Circumstances): Process {
  return {
    key: event.process,
    pid: event.pid,
    parent: given.parent,
    startedAt: given.startedAt,
    executedAt: given.executedAt,
    endedAt: given.endedAt,
    fromSnapshot: given.fromSnapshot,
    image: event.image,
    script: event.script,
    argv: event.argv,
    cwd: event.cwd,
    comm: event.comm,
    uid: event.uid,
    euid: event.euid,
    gid: event.gid,
    auid: event.auid,
    session: event.session,
    tty: event.tty,
    namespaces: event.namespaces,
    cgroup: event.cgroup,
    stdio: event.stdio,
    lineage: given.lineage,
    ownership: given.ownership,
    loaded: given.loaded,
    codeFile: given.codeFile,
    foreignLibrary: undefined,
    before: upTo(PROGRAMS_BACK, given.before),
  };
}
