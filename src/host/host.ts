/**
 * The host's state, kept up to date from events: the one writer behind `HostView`. Deterministic: time comes from
 * events, and the two things that do not come from events (who owns an image, what users are called) are asked
 * through ports.
 *
 * @example
 * const host = new Host({ ownership: hostOwnership(hostFiles), users: passwdNames(hostFiles) });
 * for await (const batch of source) for (const event of batch) host.apply(event);
 */
import type { Event, FileKey, LibraryMap, PathArgument, PlaceKey, ProcessKey } from '../event/index.ts';
import { FileTable } from './file/index.ts';
import { resolvePath } from './file/path.ts';
import { DEFAULT_LIMITS, type HostLimits } from './limits.ts';
import { noOwnership, type OwnershipProvider } from './ownership/index.ts';
import { loginOf, mayBeForeign, NO_LOGIN, nameUser, Processes, WaitingLibraries } from './process/index.ts';
import { noUserNames, type UserNames } from './users.ts';
import type { Container, FileChange, HostView, KnownFile, Login, Process } from './view.ts';

export interface HostOptions {
  /** Default: every image is `unknown`. */
  readonly ownership?: OwnershipProvider;
  /** Default: users are called by their numbers. */
  readonly users?: UserNames;
  readonly limits?: Partial<HostLimits>;
}

/** Ancestors that `ancestors` returns, the process itself included. */
const ANCESTORS = 64;

export class Host implements HostView {
  readonly #processes: Processes;
  readonly #files: FileTable;
  readonly #users: UserNames;
  readonly #maps = new WaitingLibraries();
  #bootId = '';

  constructor(options: HostOptions = {}) {
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#users = options.users ?? noUserNames;
    this.#processes = new Processes(limits, options.ownership ?? noOwnership);
    this.#files = new FileTable(limits);
  }

  /** Takes one event, in stream order. Never throws on what an event says. */
  apply(event: Event): void {
    switch (event.kind) {
      case 'file_session':
        this.#files.session(event);
        break;
      case 'process_fork':
        this.#processes.fork(event);
        break;
      case 'process_start':
        this.#processes.start(event);
        break;
      case 'process_end':
        this.#processes.end(event);
        break;
      case 'directory':
        this.#files.directory(event);
        for (const map of this.#maps.take(event.place)) this.#mapped(map);
        break;
      case 'file_rename':
        this.#files.rename(event);
        break;
      case 'file_unlink':
        this.#files.unlink(event);
        break;
      case 'file_link':
        this.#files.link(event);
        break;
      case 'net_session':
        this.#processes.net(event);
        break;
      case 'stdio_change':
        this.#processes.stdio(event);
        break;
      case 'status':
        this.#processes.tick(event.time);
        this.#users.refresh();
        break;
      case 'hello':
        // Mounts, inodes and processes of another boot mean nothing now.
        if (this.#bootId !== '' && this.#bootId !== event.bootId) {
          this.#files.clear();
          this.#maps.clear();
        }
        this.#bootId = event.bootId;
        this.#processes.hello(event);
        break;
      case 'snapshot_end':
        this.#processes.snapshotEnd(event);
        break;
      case 'file_truncate':
      case 'gap':
        break;
      case 'library_map':
        if (mayBeForeign(event) && !this.#mapped(event)) this.#maps.add(event);
        break;
    }
  }

  /** False while the directory is not known. */
  #mapped({ process, place, name, time }: LibraryMap): boolean {
    const directory = this.directory(place);
    if (directory === undefined) return false;
    this.#processes.mapped(process, resolvePath(directory, name), time);
    return true;
  }

  process(key: ProcessKey): Process | undefined {
    return this.#processes.table.get(key)?.process;
  }

  ancestors(key: ProcessKey): readonly Process[] {
    const found: Process[] = [];
    const { table } = this.#processes;
    for (let node = table.get(key); node !== undefined && found.length < ANCESTORS; node = table.parentOf(node)) {
      found.push(node.process);
    }
    return found;
  }

  children(key: ProcessKey): readonly Process[] {
    const children = this.#processes.table.get(key)?.children;
    return children === undefined ? [] : Array.from(children, (node) => node.process);
  }

  joined(key: ProcessKey): readonly Process[] {
    const { joints, table } = this.#processes;
    const process = table.get(key)?.process;
    if (process === undefined) return [];
    const found: Process[] = [];
    for (const other of joints.joined(key, process.stdio)) {
      const node = table.get(other);
      if (node !== undefined) found.push(node.process);
    }
    return found;
  }

  login(key: ProcessKey): Login {
    const { table } = this.#processes;
    const node = table.get(key);
    return node === undefined ? NO_LOGIN : loginOf(node, table, this.#users);
  }

  container(key: ProcessKey): Container | undefined {
    const process = this.#processes.table.get(key)?.process;
    return process === undefined ? undefined : this.#processes.cgroups.of(process.cgroup.path).container;
  }

  userName(uid: number): string {
    return nameUser(uid, this.#users);
  }

  directory(place: PlaceKey): string | undefined {
    const { tree } = this.#files;
    const node = tree.at(place);
    return node === undefined ? undefined : tree.pathOf(node);
  }

  resolve(argument: PathArgument): string | undefined {
    return this.#files.resolve(argument);
  }

  fileAt(path: string): KnownFile | undefined {
    return this.#files.fileAt(path);
  }

  /** As `fileAt`, but in the mount namespace that the argument belongs to. */
  fileOf(argument: PathArgument): KnownFile | undefined {
    return this.#files.fileOf(argument);
  }

  pathOf(file: FileKey): string | undefined {
    return this.#files.pathOf(file);
  }

  /** What the rename, link or unlink applied last did to known files; valid until the next one. */
  lastChange(): FileChange {
    return this.#files.lastChange;
  }

  /** Sizes of the tables and how much each had to drop since the start. */
  gauges(): Readonly<Record<string, number>> {
    const { table, joints, images } = this.#processes;
    return {
      processes: table.size,
      processes_evicted_ended: table.evictedEnded,
      processes_evicted_running: table.evictedRunning,
      joints: joints.size,
      joints_refused: joints.refused,
      images: images.size,
      images_evicted: images.evictions,
      files: this.#files.size,
      files_evicted: this.#files.evictions,
      files_unfollowed: this.#files.unfollowed,
      places: this.#files.tree.places,
      places_evicted: this.#files.tree.placeEvictions,
      directory_nodes: this.#files.tree.nodes,
    };
  }
}
