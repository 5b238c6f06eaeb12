/** What a finding rests on, as OCSF evidence: processes, sessions, the login, files, notes. */
import { isIP } from 'node:net';
import { basename, dirname } from 'node:path/posix';
import type { AffectedFile, SuspectSession } from '../../analytics/index.ts';
import type { Finding } from '../../incident/index.ts';
import { actorUser, container, entity, processWithParent, session } from './process.ts';
import { DIRECTION_OUTBOUND, FILE_REGULAR, IP_VERSION, ROLE_AFFECTED, timestamp } from './vocabulary.ts';

/** Most evidence of a kind in one finding; `unmapped.affected` has the totals. */
export const EVIDENCE_LIMITS = { processes: 16, sessions: 16, files: 50, notes: 8, directories: 32 } as const;

/** IANA's numbers; -1 where there is none. */
const PROTOCOL = { tcp: 6, udp: 17, icmp: 1, raw: 255, packet: -1, unix: -1 } as const;

export function evidences(finding: Finding): readonly object[] {
  return [
    ...participants(finding),
    ...finding.sessions.slice(0, EVIDENCE_LIMITS.sessions).map((suspect) => networkEvidence(suspect, finding)),
    ...loginEvidence(finding),
    ...firstAndLast(finding.affected?.files ?? [], EVIDENCE_LIMITS.files).map((file) => fileEvidence(file, finding)),
    ...(finding.affected?.notes ?? []).slice(0, EVIDENCE_LIMITS.notes).map(noteEvidence),
  ];
}

/** The directories whose files suffered, as affected resources. */
export function affectedResources(finding: Finding): readonly object[] {
  const directories = new Set(finding.affected?.files.map(({ path }) => dirname(path)));
  return [...directories].slice(0, EVIDENCE_LIMITS.directories).map((path) => ({
    uid: path,
    name: path,
    type: 'directory',
    role_id: ROLE_AFFECTED.id,
    role: ROLE_AFFECTED.name,
  }));
}

/** An address and port; `name` says both, as an endpoint needs a name or uid. */
export function endpoint(end: { readonly address: string; readonly port: number }): object {
  const version = isIP(end.address);
  return {
    name: version === 6 ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`,
    // The schema takes 40 characters; an address that is written out longer is not in canonical form.
    ...(version === 0 || end.address.length > 40 ? {} : { ip: end.address }),
    port: end.port,
  };
}

function participants(finding: Finding): readonly object[] {
  const others = finding.tree.filter(({ participant, key }) => participant && key !== finding.actor.key);
  return [finding.actor, ...others].slice(0, EVIDENCE_LIMITS.processes).map((process) => ({
    uid: `process:${process.key}`,
    name: 'process',
    process: processWithParent(process, finding),
    ...(finding.container === undefined ? {} : { container: container(finding.container) }),
  }));
}

function networkEvidence(suspect: SuspectSession, finding: Finding): object {
  const version = isIP(suspect.remote.address);
  const ip = version === 4 || version === 6 ? IP_VERSION[version] : undefined;
  return {
    uid: `session:${suspect.process}:${suspect.protocol}:${suspect.local.port}:${suspect.remote.port}:${timestamp(suspect.startedAt)}`,
    name: 'session',
    connection_info: {
      direction_id: DIRECTION_OUTBOUND.id,
      direction: DIRECTION_OUTBOUND.name,
      protocol_name: suspect.protocol,
      protocol_num: PROTOCOL[suspect.protocol],
      ...(ip === undefined ? {} : { protocol_ver_id: ip.id, protocol_ver: ip.name }),
    },
    src_endpoint: endpoint(suspect.local),
    dst_endpoint: {
      ...endpoint(suspect.remote),
      svc_name: suspect.application,
      ...(suspect.serverName === undefined ? {} : { hostname: suspect.serverName }),
    },
    ...processOf(suspect.process, finding),
    data: { started_time: timestamp(suspect.startedAt), bytes_out: suspect.txBytes, bytes_in: suspect.rxBytes },
  };
}

function loginEvidence(finding: Finding): readonly object[] {
  const { remote } = finding.login;
  if (remote === undefined) return [];
  const who = actorUser(finding);
  return [
    {
      uid: `login:${finding.login.session ?? 'unknown'}`,
      name: 'remote login',
      src_endpoint: endpoint(remote),
      user: who,
      actor: { user: who, session: session(finding.login) },
    },
  ];
}

function fileEvidence(affected: AffectedFile, finding: Finding): object {
  return {
    uid: `file:${affected.file}:${timestamp(affected.time)}`,
    name: 'affected file',
    file: { ...file(affected.path), uid: affected.file, is_deleted: affected.how === 'removed' },
    ...processOf(affected.process, finding),
    data: {
      time: timestamp(affected.time),
      how: affected.how,
      size_before: affected.size,
      content_before: affected.before,
      format_before: affected.formats.before,
      content_after: affected.after,
      format_after: affected.formats.after,
      ...(affected.counterpart === undefined ? {} : { counterpart: affected.counterpart }),
    },
  };
}

function noteEvidence(path: string): object {
  return { uid: `note:${path}`, name: 'note', file: file(path) };
}

function file(path: string): object {
  return {
    name: basename(path) || path,
    path,
    parent_folder: dirname(path),
    type_id: FILE_REGULAR.id,
    type: FILE_REGULAR.name,
  };
}

/** Points at a process by what the finding knows of it, or by its key alone. */
function processOf(key: string, finding: Finding): object {
  const process = finding.tree.find((shown) => shown.key === key);
  return { process: process === undefined ? { uid: key, name: 'process not shown' } : entity(process) };
}

/** How it began and where it stands, when there is more than is shown. */
function firstAndLast<T>(items: readonly T[], limit: number): readonly T[] {
  if (items.length <= limit) return items;
  const half = Math.floor(limit / 2);
  return [...items.slice(0, limit - half), ...items.slice(items.length - half)];
}
