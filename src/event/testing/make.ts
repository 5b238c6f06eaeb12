/**
 * Builders of typed events with sensible defaults, for unit tests of any room. Deterministic: every
 * default time is `EPOCH`, every default `seq` is 0, and keys follow from `pid` (`keyOf`) alone, so
 * that events made apart still speak of the same process.
 *
 * @example
 * const start = makeProcessStart({ pid: 100, parentPid: 1, argv: ['openssl', 'enc'] });
 * const session = makeFileSession({ pid: 100, name: 'a.docx', writeBytes: 4096 });
 * start.process === session.process; // true
 */
import type {
  CryptoUse,
  Directory,
  Event,
  Fd,
  FileLink,
  FileRename,
  FileSession,
  FileTruncate,
  FileUnlink,
  Flow,
  Gap,
  Hello,
  ImageScan,
  LibraryMap,
  LossCounters,
  NetSession,
  ProcessEnd,
  ProcessFork,
  ProcessKey,
  ProcessStart,
  Sample,
  SnapshotEnd,
  Status,
  StdioChange,
} from '../index.ts';
import { fileKey, placeKey, processKey } from '../key.ts';

/** Default time of every made event: 2026-01-01T00:00:00Z, ms since the epoch. */
export const EPOCH = 1_767_225_600_000;

/** Kernel number of 8:1, the device that made files are on by default. */
const DEV = (8 << 20) | 1;
const MOUNT = 29;

type Given<T extends Event, Nested extends keyof T = never> = Partial<Omit<T, 'kind' | Nested>> & {
  readonly [K in Nested]?: Partial<T[K]>;
};

/** The key that a made event has for a pid unless `process` is given. */
export function keyOf(pid: number): ProcessKey {
  return processKey(pid, pid * 1_000_000);
}

/** A file key on the default device. */
export function fileOf(ino: number): string {
  return fileKey(DEV, ino);
}

/** A place key on the default device and mount. */
export function placeOf(ino: number): string {
  return placeKey(DEV, ino, MOUNT);
}

const base = { time: EPOCH, seq: 0 } as const;
const nullFd: Fd = { type: 'null', object: '5:4' };
const noLoss: LossCounters = {
  ring_full: 0,
  file_table_full: 0,
  net_table_full: 0,
  fault: 0,
  path_cut: 0,
  exit_fds: 0,
  pipe: 0,
  missed: 0,
  crypto_table_full: 0,
  scans_left_out: 0,
};

function owner(given: { readonly pid?: number; readonly process?: ProcessKey }): { pid: number; process: ProcessKey } {
  const pid = given.pid ?? 100;
  return { pid, process: given.process ?? keyOf(pid) };
}

function parent(given: { readonly parentPid?: number; readonly parent?: ProcessKey }) {
  const parentPid = given.parentPid ?? 1;
  return { parentPid, parent: given.parent ?? keyOf(parentPid) };
}

export function makeHello(given: Given<Hello> = {}): Hello {
  return {
    ...base,
    kind: 'hello',
    contract: { major: 1, minor: 1 },
    sensorPid: 77,
    bootId: '11111111-2222-3333-4444-555555555555',
    hostname: 'testhost',
    kernel: '6.1.0',
    machine: 'x86_64',
    attached: ['process', 'syscalls', 'snapshot_task', 'snapshot_file', 'snapshot_tcp', 'page_cache', 'mapped_writes'],
    restarts: 0,
    ...given,
  };
}

export function makeStatus(given: Given<Status, 'lost'> = {}): Status {
  return {
    ...base,
    kind: 'status',
    records: 0,
    fileSessions: 0,
    netSessions: 0,
    ringBytes: 0,
    cryptoUses: 0,
    images: { observed: 0, suspended: 0, leftOut: 0 },
    ...given,
    lost: { ...noLoss, ...given.lost },
  };
}

export function makeSnapshotEnd(given: Given<SnapshotEnd> = {}): SnapshotEnd {
  return { ...base, kind: 'snapshot_end', processes: 0, files: 0, sockets: 0, ...given };
}

export function makeGap(given: Given<Gap> = {}): Gap {
  return { ...base, kind: 'gap', reason: 'sequence', since: EPOCH - 1000, ...given };
}

export function makeDirectory(given: Given<Directory> = {}): Directory {
  return { ...base, kind: 'directory', place: placeOf(2), path: '/', mountNamespace: 1, cut: false, ...given };
}

/** A shell command of root's, from a unit: no login user, no terminal. */
export function makeProcessStart(given: Given<ProcessStart, 'image' | 'namespaces'> = {}): ProcessStart {
  return {
    ...base,
    kind: 'process_start',
    how: 'exec',
    argv: ['/usr/bin/true'],
    argvCut: false,
    cwd: '/',
    comm: 'true',
    uid: 0,
    euid: 0,
    gid: 0,
    egid: 0,
    sid: 1,
    pgid: 1,
    cgroup: { id: '1', path: '/' },
    capabilities: '0',
    stdio: [nullFd, nullFd, nullFd],
    ...given,
    ...owner(given),
    ...parent(given),
    image: {
      file: fileOf(1000),
      path: '/usr/bin/true',
      size: 35_664,
      modifiedAt: EPOCH - 86_400_000,
      deleted: false,
      memfd: false,
      setuid: false,
      ...given.image,
    },
    namespaces: { mnt: 1, pid: 2, net: 3, user: 4, ...given.namespaces },
  };
}

export function makeProcessFork(given: Given<ProcessFork> = {}): ProcessFork {
  return { ...base, kind: 'process_fork', ...given, ...owner(given), ...parent(given) };
}

export function makeProcessEnd(given: Given<ProcessEnd> = {}): ProcessEnd {
  return { ...base, kind: 'process_end', exitCode: 0, ...given, ...owner(given) };
}

/** Text read from the start of a file, unless said otherwise. */
export function makeSample(given: Partial<Sample> = {}): Sample {
  const bytes = given.bytes ?? new TextEncoder().encode('The quick brown fox jumps over the lazy dog.\n');
  return { kind: 'read', offset: 0, operation: bytes.length, ...given, bytes };
}

/** A finished session of an existing, ordinary file in which nothing was done, unless said otherwise. */
export function makeFileSession(given: Given<FileSession> = {}): FileSession {
  return {
    ...base,
    kind: 'file_session',
    openedAt: given.time ?? EPOCH,
    file: fileOf(2000),
    place: placeOf(2),
    name: 'file.txt',
    mountNamespace: 1,
    mode: 0o100644,
    links: 1,
    owner: 0,
    created: false,
    truncated: false,
    last: true,
    inherited: false,
    idle: false,
    unlinked: false,
    direct: false,
    executable: false,
    methods: [],
    sizeBefore: 0,
    sizeAfter: given.sizeBefore ?? 0,
    readBytes: 0,
    writeBytes: 0,
    overwrittenBytes: 0,
    readRange: [0, 0],
    writeRange: [0, 0],
    reads: 0,
    writes: 0,
    readSeeks: 0,
    writeSeeks: 0,
    samples: [],
    ...given,
    ...owner(given),
  };
}

export function makeFileRename(given: Given<FileRename> = {}): FileRename {
  return {
    ...base,
    kind: 'file_rename',
    from: { base: placeOf(2), path: 'old' },
    to: { base: placeOf(2), path: 'new' },
    exchange: false,
    cut: false,
    ...given,
    ...owner(given),
  };
}

export function makeFileLink(given: Given<FileLink> = {}): FileLink {
  return {
    ...base,
    kind: 'file_link',
    from: { base: placeOf(2), path: 'old' },
    to: { base: placeOf(2), path: 'new' },
    symbolic: false,
    cut: false,
    ...given,
    ...owner(given),
  };
}

export function makeFileUnlink(given: Given<FileUnlink> = {}): FileUnlink {
  return {
    ...base,
    kind: 'file_unlink',
    target: { base: placeOf(2), path: 'gone' },
    directory: false,
    cut: false,
    ...given,
    ...owner(given),
  };
}

export function makeFileTruncate(given: Given<FileTruncate> = {}): FileTruncate {
  return {
    ...base,
    kind: 'file_truncate',
    target: { base: placeOf(2), path: 'cut' },
    length: 0,
    cut: false,
    ...given,
    ...owner(given),
  };
}

/** A direction of a session; the histogram and `counted` follow from `first` unless given. */
export function makeFlow(given: Partial<Flow> = {}): Flow {
  const first = given.first ?? new Uint8Array(0);
  const histogram = new Uint16Array(256);
  for (const byte of first) histogram[byte] = (histogram[byte] ?? 0) + 1;
  const counted = first.length;
  return { bytes: counted, messages: counted === 0 ? 0 : 1, histogram, counted, ...given, first };
}

/** A finished outbound TCP session to a documentation address (RFC 5737). */
export function makeNetSession(given: Given<NetSession, 'tx' | 'rx'> = {}): NetSession {
  return {
    ...base,
    kind: 'net_session',
    startedAt: given.time ?? EPOCH,
    socket: 'socket:3000',
    netNamespace: 3,
    protocol: 'tcp',
    direction: 'out',
    local: { address: '192.0.2.10', port: 40_000 },
    remote: { address: '198.51.100.20', port: 443 },
    last: true,
    idle: false,
    inherited: false,
    connecting: false,
    spliced: false,
    turns: 0,
    snapshots: 0,
    ...given,
    ...owner(given),
    tx: makeFlow(given.tx),
    rx: makeFlow(given.rx),
  };
}

export function makeLibraryMap(given: Given<LibraryMap> = {}): LibraryMap {
  return {
    ...base,
    kind: 'library_map',
    file: fileOf(4000),
    place: placeOf(3),
    name: 'libcrypto.so.3',
    deleted: false,
    memfd: false,
    owner: 0,
    ...given,
    ...owner(given),
  };
}

export function makeStdioChange(given: Given<StdioChange> = {}): StdioChange {
  return {
    ...base,
    kind: 'stdio_change',
    slot: 0,
    fd: { type: 'pipe', object: 'pipe:5000' },
    ...given,
    ...owner(given),
  };
}

/** A first use of AES-256-CBC in OpenSSL. */
export function makeCryptoUse(given: Given<CryptoUse> = {}): CryptoUse {
  const at = given.time ?? EPOCH;
  return {
    ...base,
    kind: 'crypto_use',
    interface: 'openssl',
    cipher: 'AES-256-CBC',
    keyBits: 256,
    encrypts: true,
    decrypts: false,
    operations: 1,
    keys: 1,
    bytes: 0,
    image: fileOf(4000),
    firstAt: at,
    lastAt: at,
    last: false,
    snapshots: 0,
    ...given,
    ...owner(given),
  };
}

/** The program file of a process, searched for constants without any found. */
export function makeImageScan(given: Given<ImageScan> = {}): ImageScan {
  return {
    ...base,
    kind: 'image_scan',
    file: fileOf(4000),
    state: 'searched',
    size: 100_000,
    interfaces: [],
    functions: 0,
    constants: [],
    searched: 90_000,
    cut: false,
    ...given,
    ...owner(given),
  };
}
