/**
 * What the rest of Cipherwatch may ask about the host. The host room keeps it up to date from
 * events; analytics read it and never change it. All of it is as of the event last applied.
 */
import type { Fd, FileKey, PathArgument, PlaceKey, ProcessKey } from '../event/index.ts';

/** How an image came to be on this host. `unknown` when it could not be asked (no package database, other root). */
export type Ownership =
  | { readonly state: 'packaged'; readonly manager: 'dpkg' | 'rpm' | 'apk'; readonly name: string }
  | { readonly state: 'unpackaged' }
  | { readonly state: 'unknown'; readonly why: string };

/** A file that a command line names. */
export interface NamedFile {
  /** Absolute, lexically normalised. */
  readonly path: string;
  /** `unknown` also in a container and in a mount namespace of its own. */
  readonly ownership: Ownership;
}

/** A process as it is, or was at its end. Kept for a while after the end so that evidence can be told. */
export interface Process {
  readonly key: ProcessKey;
  readonly pid: number;
  readonly parent: ProcessKey | undefined;
  /** ms since the epoch */
  readonly startedAt: number;
  /** Time of the last execve, or of the fork; ms since the epoch. */
  readonly executedAt: number;
  readonly endedAt: number | undefined;
  /** Was running before the sensor, so its early life was not seen. */
  readonly fromSnapshot: boolean;
  readonly image: {
    readonly file: FileKey;
    readonly path: string;
    readonly size: number;
    readonly modifiedAt: number;
    readonly deleted: boolean;
    readonly memfd: boolean;
    readonly setuid: boolean;
  };
  readonly script: string | undefined;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly comm: string;
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly auid: number | undefined;
  readonly session: number | undefined;
  readonly tty: string | undefined;
  readonly namespaces: { readonly mnt: number; readonly pid: number; readonly net: number; readonly user: number };
  readonly cgroup: { readonly id: string; readonly path: string };
  /** As last told; a channel that /dev/null was put over stays. */
  readonly stdio: readonly [Fd, Fd, Fd];
  /** The job: everything under one login command, unit, cron or container start. */
  readonly lineage: LineageId;
  readonly ownership: Ownership;
  /** What the dynamic loader was started to run; undefined for every other image. `argv` is as that program sees it. */
  readonly loaded: (NamedFile & { readonly argv: readonly string[] }) | undefined;
  /** The script, archive or class path that an interpreter runs; undefined for shells and for other code. */
  readonly codeFile: NamedFile | undefined;
  /**
   * A file that a packaged program mapped executable and that lies where no package puts its own; one that no package
   * owns rather than another. Undefined for interpreters.
   */
  readonly foreignLibrary: NamedFile | undefined;
  /** What it was before its last execve, as far as that was seen; three programs back at most. */
  readonly before: Process | undefined;
}

/** The key of the process at the head of the job. */
export type LineageId = string & { readonly brand?: 'lineage' };

/** Who is behind a process, as far as the host can tell. */
export interface Login {
  readonly auid: number | undefined;
  readonly session: number | undefined;
  readonly user: string;
  readonly loginUser: string | undefined;
  readonly tty: string | undefined;
  /** Remote end of the ssh session it descends from. */
  readonly remote: { readonly address: string; readonly port: number } | undefined;
  readonly interactive: boolean;
}

export interface Container {
  readonly id: string;
  readonly runtime: 'docker' | 'containerd' | 'podman' | 'crio' | 'lxc' | 'kubernetes' | 'unknown';
}

/** The last known identity and place of a file that somebody used. */
export interface KnownFile {
  readonly file: FileKey;
  readonly path: string;
}

/** What the last rename, link or unlink did, by identity. Files that nobody used before are not known. */
export interface FileChange {
  /** Has a new path now, which is given. */
  readonly moved: KnownFile | undefined;
  /** The other one of an exchange. */
  readonly exchanged: KnownFile | undefined;
  /** Lost its path to the moved one, or to an unlink; the path is the one it lost. */
  readonly displaced: KnownFile | undefined;
}

export interface HostView {
  process(key: ProcessKey): Process | undefined;
  /** From the process itself up to the oldest known ancestor. At most 64. */
  ancestors(key: ProcessKey): readonly Process[];
  children(key: ProcessKey): readonly Process[];
  /** Processes joined to this one by a pipe, fifo, socketpair or inherited descriptor on 0–2, itself excluded. */
  joined(key: ProcessKey): readonly Process[];
  login(key: ProcessKey): Login;
  container(key: ProcessKey): Container | undefined;
  userName(uid: number): string;
  /** Absolute path of a directory, undefined while it is not known. */
  directory(place: PlaceKey): string | undefined;
  /** Absolute, lexically normalised path of an argument, undefined while its base is not known. */
  resolve(argument: PathArgument): string | undefined;
  /** Who last had this path, by identity. Renames and unlinks are followed. */
  fileAt(path: string): KnownFile | undefined;
  /** As `fileAt`, but in the mount namespace that the argument belongs to. */
  fileOf(argument: PathArgument): KnownFile | undefined;
  /** What the rename, link or unlink applied last did to known files; valid until the next one. */
  lastChange(): FileChange;
  /** The last known path of a file. */
  pathOf(file: FileKey): string | undefined;
}
