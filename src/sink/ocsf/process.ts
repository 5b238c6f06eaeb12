/** Processes, users, sessions and containers of a finding as OCSF objects. */
import { basename, dirname } from 'node:path/posix';
import type { Finding, FindingProcess } from '../../incident/index.ts';
import { FILE_REGULAR, timestamp } from './vocabulary.ts';

/** Generations that are nested as `parent_process`; `ancestry` lists all that the finding shows. */
const NESTED_PARENTS = 8;

/** A process in full: its file, user, session, container, and those it descends from. */
export function fullProcess(process: FindingProcess, finding: Finding): object {
  const ancestors = ancestorsOf(process, finding.tree);
  return {
    ...plainProcess(process),
    ...(finding.container === undefined ? {} : { container: container(finding.container) }),
    session: session(finding.login),
    ...(ancestors.length === 0 ? {} : { parent_process: nested(ancestors), ancestry: ancestors.map(entity) }),
  };
}

/** A process with its direct parent. */
export function processWithParent(process: FindingProcess, finding: Finding): object {
  const [parent] = ancestorsOf(process, finding.tree);
  return {
    ...plainProcess(process),
    ...(finding.container === undefined ? {} : { container: container(finding.container) }),
    session: session(finding.login),
    ...(parent === undefined ? {} : { parent_process: entity(parent) }),
  };
}

/** The least that names a process, for evidence that points at one. */
export function entity(process: FindingProcess): object {
  return {
    uid: process.key,
    pid: process.pid,
    name: processName(process),
    cmd_line: commandLine(process.argv),
    ...(process.path === '' ? {} : { path: process.path }),
    ...(process.startedAt > 0 ? { created_time: timestamp(process.startedAt) } : {}),
  };
}

export function user(name: string, uid: number | undefined): object {
  return {
    name,
    ...(uid === undefined ? {} : { uid: String(uid), ...userType(uid) }),
  };
}

/** Who logged in, or failing that, who the process runs as. */
export function actorUser({ login, actor }: Finding): object {
  return login.loginUser === undefined ? user(actor.user, actor.uid) : user(login.loginUser, login.auid);
}

export function session(login: Finding['login']): object {
  return {
    ...(login.session === undefined ? {} : { uid: String(login.session) }),
    ...(login.tty === undefined ? {} : { terminal: login.tty }),
    is_remote: login.remote !== undefined,
  };
}

export function container({ id, runtime }: NonNullable<Finding['container']>): object {
  return { uid: id, ...(runtime === 'unknown' ? {} : { runtime }) };
}

/** Arguments with blanks, quotes or nothing in them are quoted as a POSIX shell would need them. */
export function commandLine(argv: readonly string[]): string {
  return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ');
}

function plainProcess(process: FindingProcess): object {
  return {
    ...entity(process),
    ...(process.path === '' ? {} : { file: image(process) }),
    user: user(process.user, process.uid),
    ...(process.cwd === '' ? {} : { working_directory: process.cwd }),
    ...(process.endedAt === undefined ? {} : { terminated_time: timestamp(process.endedAt) }),
    xattributes: {
      ownership: process.ownership,
      memfd: process.memfd,
      ...(process.script === undefined ? {} : { script: process.script }),
    },
  };
}

function image(process: FindingProcess): object {
  return {
    name: basename(process.path) || process.path,
    path: process.path,
    parent_folder: dirname(process.path),
    type_id: FILE_REGULAR.id,
    type: FILE_REGULAR.name,
    is_deleted: process.deleted,
  };
}

function processName(process: FindingProcess): string {
  return basename(process.path) || process.argv[0] || `pid ${process.pid}`;
}

/** As Linux distributions divide user ids. */
function userType(uid: number): object {
  if (uid === 0) return { type_id: 2, type: 'Admin' };
  if (uid < 1000) return { type_id: 3, type: 'System' };
  return { type_id: 1, type: 'User' };
}

/** Nearest first. */
function ancestorsOf(process: FindingProcess, tree: readonly FindingProcess[]): readonly FindingProcess[] {
  const at = tree.findIndex(({ key }) => key === process.key);
  const up: FindingProcess[] = [];
  let depth = process.depth;
  for (let i = at - 1; i >= 0 && depth > 0; i -= 1) {
    const candidate = tree[i];
    if (candidate === undefined || candidate.depth !== depth - 1) continue;
    up.push(candidate);
    depth -= 1;
  }
  return up;
}

function nested(ancestors: readonly FindingProcess[]): object {
  const shown = ancestors.slice(0, NESTED_PARENTS);
  return shown.reduceRight<object | undefined>(
    (parent, process) => ({ ...plainProcess(process), ...(parent === undefined ? {} : { parent_process: parent }) }),
    undefined,
  ) as object;
}
