/** A program that was executed, or one that ran before the sensor. */
import type { Base } from './base.ts';
import { decodeFd, FD, type Fd } from './fd.ts';
import type { FileKey, ProcessKey } from './key.ts';
import { array, char, enumeration, struct, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { formatTty } from './tty.ts';
import {
  ARGV_MAX,
  HEADER,
  ImageFlag,
  NAME_MAX,
  NONE_32,
  name,
  PATH_MAX,
  PathFlag,
  PROCESS,
  path,
  RecordType,
} from './wire.ts';

/** An executed program, or (`how: 'snapshot'`) one that ran before the sensor. */
export interface ProcessStart extends Base {
  readonly kind: 'process_start';
  readonly how: 'exec' | 'snapshot';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly parent: ProcessKey;
  readonly parentPid: number;
  readonly image: {
    readonly file: FileKey;
    readonly path: string;
    readonly size: number;
    /** ms since the epoch */
    readonly modifiedAt: number;
    readonly deleted: boolean;
    readonly memfd: boolean;
    readonly setuid: boolean;
  };
  /** The script as given to execve when an interpreter line started it. */
  readonly script?: string;
  readonly argv: readonly string[];
  readonly argvCut: boolean;
  readonly cwd: string;
  readonly comm: string;
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
  /** Login user id; undefined when nobody logged in (a service). */
  readonly auid?: number;
  /** Audit session; undefined when none. */
  readonly session?: number;
  readonly sid: number;
  readonly pgid: number;
  /** As `pts/0`, `tty1`, or `major:minor`. */
  readonly tty?: string;
  readonly namespaces: { readonly mnt: number; readonly pid: number; readonly net: number; readonly user: number };
  readonly cgroup: { readonly id: string; readonly path: string };
  /** Effective capabilities as a lower-case hex mask. */
  readonly capabilities: string;
  readonly stdio: readonly [Fd, Fd, Fd];
}

export const StartKind = enumeration('cw_start_kind', 'CW_START_', { EXEC: 1, SNAPSHOT: 2 });

export const PROCESS_START = struct('cw_process_start', {
  h: HEADER,
  process: PROCESS,
  parent: PROCESS,
  kind: u32,
  image_flags: u32,
  uid: u32,
  euid: u32,
  gid: u32,
  egid: u32,
  auid: u32,
  audit_session: u32,
  sid: u32,
  pgid: u32,
  tty: u32,
  mnt_ns: u32,
  pid_ns: u32,
  net_ns: u32,
  user_ns: u32,
  image_dev: u32,
  image_ino: u64,
  image_size: u64,
  image_mtime_ns: u64,
  cgroup_id: u64,
  cap_effective: u64,
  fd: array(FD, 3),
  argv_len: u32,
  path_flags: u32,
  comm: array(char, 16),
  exe: path,
  cwd: path,
  script: name,
  cgroup: name,
  argv: array(char, ARGV_MAX),
});

const at = PROCESS_START.at;
const image = ImageFlag.values;

function decode(r: RecordReader): ProcessStart {
  const flags = r.u32(at.image_flags);
  const auid = r.u32(at.auid);
  const session = r.u32(at.audit_session);
  const tty = formatTty(r.u32(at.tty));
  const argvLength = r.u32(at.argv_len);
  return {
    kind: 'process_start',
    time: r.time,
    seq: r.seq,
    how: r.u32(at.kind) === StartKind.values.SNAPSHOT ? 'snapshot' : 'exec',
    process: r.process(at.process),
    pid: r.pid(at.process),
    parent: r.process(at.parent),
    parentPid: r.pid(at.parent),
    image: {
      file: r.file(at.image_dev, at.image_ino),
      path: r.text(at.exe, PATH_MAX),
      size: r.u64(at.image_size),
      modifiedAt: r.u64(at.image_mtime_ns) / 1e6,
      deleted: (flags & image.DELETED) !== 0,
      memfd: (flags & image.MEMFD) !== 0,
      setuid: (flags & image.SETUID) !== 0,
    },
    ...((flags & image.SCRIPT) !== 0 && { script: r.text(at.script, NAME_MAX) }),
    argv: splitArguments(r, argvLength),
    argvCut: argvLength >= ARGV_MAX && r.flag(at.path_flags, PathFlag.values.CUT),
    cwd: r.text(at.cwd, PATH_MAX),
    comm: r.text(at.comm, PROCESS_START.fields.comm.size),
    uid: r.u32(at.uid),
    euid: r.u32(at.euid),
    gid: r.u32(at.gid),
    egid: r.u32(at.egid),
    ...(auid !== NONE_32 && { auid }),
    ...(session !== NONE_32 && { session }),
    sid: r.u32(at.sid),
    pgid: r.u32(at.pgid),
    ...(tty !== undefined && { tty }),
    namespaces: { mnt: r.u32(at.mnt_ns), pid: r.u32(at.pid_ns), net: r.u32(at.net_ns), user: r.u32(at.user_ns) },
    cgroup: { id: String(r.exact64(at.cgroup_id)), path: r.text(at.cgroup, NAME_MAX) },
    capabilities: r.hex64(at.cap_effective),
    stdio: [decodeFd(r, at.fd), decodeFd(r, at.fd + FD.size), decodeFd(r, at.fd + 2 * FD.size)],
  };
}

/** Splits at NULs. The last argument's NUL ends it and begins no other; empty arguments are kept. */
function splitArguments(r: RecordReader, length: number): readonly string[] {
  const from = r.start + at.argv;
  const to = Math.min(from + Math.min(length, ARGV_MAX), r.end);
  if (to <= from) return [];
  const text = r.bytes.toString('utf8', from, r.bytes[to - 1] === 0 ? to - 1 : to);
  return text.split('\0');
}

export const processStart: RecordKind = {
  type: RecordType.values.PROCESS_START,
  layout: PROCESS_START,
  fixed: at.comm,
  decode,
};
