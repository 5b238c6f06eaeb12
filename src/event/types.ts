/**
 * What happened on a host, as the rest of Cipherwatch sees it: one readonly interface per record
 * of `sensor/event.h`, told apart by `kind`. Foreign telemetry is translated into the same types.
 *
 * Units: `time` and every `…At` are milliseconds since the Unix epoch with a fraction (resolution about 0.25 µs);
 * sizes and offsets are bytes. Text that came from the host is decoded as UTF-8 where valid; invalid bytes
 * become U+FFFD. Nothing here is escaped for a terminal.
 */

/** Names one process for good: `pid:startMs` of the thread-group leader, in the initial pid namespace. */
export type ProcessKey = string & { readonly brand?: 'process' };

/** Names one file for good (until its inode is reused): `dev:ino`. */
export type FileKey = string & { readonly brand?: 'file' };

/** Names one directory as seen through one mount: `dev:ino:mount`. */
export type PlaceKey = string & { readonly brand?: 'place' };

interface Base {
  readonly time: number;
  /** Consecutive within one stream; a jump is a loss. Foreign sources number their own. */
  readonly seq: number;
}

/** The stream's head: who recorded, under which contract. A second one in a stream is a restarted sensor. */
export interface Hello extends Base {
  readonly kind: 'hello';
  readonly contract: { readonly major: number; readonly minor: number };
  readonly sensorPid: number;
  readonly bootId: string;
  readonly hostname: string;
  readonly kernel: string;
  readonly machine: string;
  /** Names of what could be attached, as in `cw_attached`, lower case without prefix: `process`, `syscalls`, … */
  readonly attached: readonly string[];
  readonly restarts: number;
}

/** Counters that only grow, by reason; names as in `cw_loss`, lower case without prefix. */
export interface LossCounters {
  readonly ring_full: number;
  readonly file_table_full: number;
  readonly net_table_full: number;
  readonly fault: number;
  readonly path_cut: number;
  readonly exit_fds: number;
  readonly pipe: number;
}

/** Once a second. The engine's tick: time passes by it even when nothing else happens. */
export interface Status extends Base {
  readonly kind: 'status';
  readonly records: number;
  readonly lost: LossCounters;
  readonly fileSessions: number;
  readonly netSessions: number;
  readonly ringBytes: number;
}

/** Everything that was running when the sensor started has been told. */
export interface SnapshotEnd extends Base {
  readonly kind: 'snapshot_end';
  readonly processes: number;
  readonly files: number;
  readonly sockets: number;
}

/**
 * Written by the engine's side of the stream, never by the kernel: the stream was interrupted
 * (the sensor ended and was started again, or bytes could not be decoded).
 */
export interface Gap extends Base {
  readonly kind: 'gap';
  readonly reason: 'sensor_restarted' | 'sequence' | 'corrupt';
  /** Last event before it, ms since the epoch. */
  readonly since: number;
  /** Records known to be missing; undefined when it cannot be known. */
  readonly missing?: number;
}

export interface Directory extends Base {
  readonly kind: 'directory';
  readonly place: PlaceKey;
  readonly path: string;
  readonly mountNamespace: number;
  readonly cut: boolean;
}

export type FdKind = 'closed' | 'other' | 'file' | 'pipe' | 'fifo' | 'tty' | 'inet' | 'unix' | 'null';

/** What a descriptor is, and to whom it leads. */
export interface Fd {
  readonly type: FdKind;
  /** Pipes, fifos and sockets with the same `dev:ino` are the same object. */
  readonly object: string;
  /** Unix sockets: the peer socket's object. */
  readonly peer?: string;
  /** Internet sockets: who is at the other end. */
  readonly remote?: { readonly address: string; readonly port: number };
}

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

export interface ProcessFork extends Base {
  readonly kind: 'process_fork';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly parent: ProcessKey;
  readonly parentPid: number;
}

export interface ProcessEnd extends Base {
  readonly kind: 'process_end';
  readonly process: ProcessKey;
  readonly pid: number;
  /** As wait(2) gives it. */
  readonly exitCode: number;
}

export interface Sample {
  readonly kind: 'read' | 'write';
  readonly offset: number;
  /** At most 512 bytes from the start of an operation. */
  readonly bytes: Uint8Array;
  /** Bytes that the operation moved. */
  readonly operation: number;
}

export type FileMethod =
  | 'read'
  | 'write'
  | 'mmap_read'
  | 'mmap_write'
  | 'splice_in'
  | 'splice_out'
  | 'truncate'
  | 'punch';

/** One use of one open file by one process. Counters of a session that goes on (`last` false) are cumulative. */
export interface FileSession extends Base {
  readonly kind: 'file_session';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly openedAt: number;
  readonly file: FileKey;
  readonly place: PlaceKey;
  readonly name: string;
  readonly mountNamespace: number;
  /** st_mode */
  readonly mode: number;
  readonly links: number;
  readonly owner: number;
  readonly created: boolean;
  readonly truncated: boolean;
  readonly last: boolean;
  readonly inherited: boolean;
  readonly idle: boolean;
  readonly unlinked: boolean;
  readonly direct: boolean;
  readonly executable: boolean;
  readonly methods: readonly FileMethod[];
  /** After O_TRUNC took effect. */
  readonly sizeBefore: number;
  readonly sizeAfter: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  /** Bytes written below the size that the file had. */
  readonly overwrittenBytes: number;
  readonly readRange: readonly [number, number];
  readonly writeRange: readonly [number, number];
  readonly reads: number;
  readonly writes: number;
  readonly readSeeks: number;
  readonly writeSeeks: number;
  readonly samples: readonly Sample[];
}

/** A path as the caller gave it, and the directory it starts from (the process's root when absolute). */
export interface PathArgument {
  readonly base: PlaceKey;
  readonly path: string;
}

export interface FileRename extends Base {
  readonly kind: 'file_rename';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly from: PathArgument;
  readonly to: PathArgument;
  /** RENAME_EXCHANGE */
  readonly exchange: boolean;
  readonly cut: boolean;
}

export interface FileLink extends Base {
  readonly kind: 'file_link';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly from: PathArgument;
  readonly to: PathArgument;
  readonly symbolic: boolean;
  readonly cut: boolean;
}

export interface FileUnlink extends Base {
  readonly kind: 'file_unlink';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly target: PathArgument;
  readonly directory: boolean;
  readonly cut: boolean;
}

export interface FileTruncate extends Base {
  readonly kind: 'file_truncate';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly target: PathArgument;
  readonly length: number;
  readonly cut: boolean;
}

export interface Flow {
  readonly bytes: number;
  readonly messages: number;
  /** undefined before the first byte */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Up to 512 bytes of the first message. */
  readonly first: Uint8Array;
  /** 256 counts over the first 4,096 bytes at most. */
  readonly histogram: Uint16Array;
  /** Bytes in the histogram. */
  readonly counted: number;
}

/** One process's use of one internet socket. Snapshots are cumulative. */
export interface NetSession extends Base {
  readonly kind: 'net_session';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly startedAt: number;
  /** The same socket in another process has the same object. */
  readonly socket: string;
  readonly netNamespace: number;
  readonly protocol: 'tcp' | 'udp';
  readonly direction: 'out' | 'in' | 'unknown';
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  readonly last: boolean;
  readonly idle: boolean;
  readonly inherited: boolean;
  readonly connecting: boolean;
  readonly spliced: boolean;
  readonly tx: Flow;
  readonly rx: Flow;
  readonly turns: number;
  readonly snapshots: number;
}

/** A file was mapped executable. */
export interface LibraryMap extends Base {
  readonly kind: 'library_map';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly file: FileKey;
  readonly place: PlaceKey;
  readonly name: string;
  readonly deleted: boolean;
  readonly memfd: boolean;
  readonly owner: number;
}

/** Descriptor 0, 1 or 2 was replaced by something processes talk through. */
export interface StdioChange extends Base {
  readonly kind: 'stdio_change';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly slot: 0 | 1 | 2;
  readonly fd: Fd;
}

export type Event =
  | Hello
  | Status
  | SnapshotEnd
  | Gap
  | Directory
  | ProcessStart
  | ProcessFork
  | ProcessEnd
  | FileSession
  | FileRename
  | FileLink
  | FileUnlink
  | FileTruncate
  | NetSession
  | LibraryMap
  | StdioChange;

export type EventKind = Event['kind'];
