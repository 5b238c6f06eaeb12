/**
 * A small world for tests: files with real bytes and processes that use them, told to the real host state and
 * the analytic as the sensor would tell it. Nothing here touches the machine's files.
 *
 * @module
 */
import type { Event, FileMethod, ProcessKey, Sample } from '../../../event/index.ts';
import {
  EPOCH,
  fileOf,
  keyOf,
  makeCryptoUse,
  makeDirectory,
  makeFileLink,
  makeFileRename,
  makeFileSession,
  makeFileUnlink,
  makeHello,
  makeProcessEnd,
  makeProcessFork,
  makeProcessStart,
  makeSample,
  makeStatus,
  placeOf,
} from '../../../event/testing/make.ts';
import { Host, type Ownership } from '../../../host/index.ts';
import type { Verdict } from '../../contract.ts';
import { type An0603Settings, createAn0603, defaultAn0603Settings } from '../index.ts';

interface StagedFile {
  ino: number;
  bytes: Buffer;
  links: number;
}

/** A process on the stage. */
export interface Actor {
  readonly pid: number;
  readonly key: ProcessKey;
}

export interface ActorOptions {
  readonly tty?: string;
  readonly session?: number;
  readonly auid?: number;
  readonly cgroup?: string;
  readonly memfd?: boolean;
  readonly stdio?: Parameters<typeof makeProcessStart>[0] extends infer T | undefined
    ? NonNullable<T> extends { stdio?: infer S }
      ? S
      : never
    : never;
}

/** One operation on an open file, in order. */
export type Operation =
  | { readonly read: readonly [offset: number, length: number] }
  | { readonly write: readonly [offset: number, bytes: Uint8Array] };

export interface SessionOptions {
  /** Through a shared mapping of cached pages: samples of the page cache, and no counters. */
  readonly mapped?: boolean;
  readonly create?: boolean;
  readonly truncate?: boolean;
  /** It has no name while it is open (`O_TMPFILE`). */
  readonly nameless?: boolean;
  readonly methods?: readonly FileMethod[];
  /** Through a descriptor from the parent: first seen when the first operation is over, a write of its own by then within the file. */
  readonly inherited?: boolean;
  /** When it was opened, when that was earlier than the moment it is told. */
  readonly openedAt?: number;
  /** Leaves samples out, as for mapped or spliced content. */
  readonly blind?: boolean;
}

/** Who owns the images used in tests; everything else below /usr is unpackaged. */
const PACKAGES: Readonly<Record<string, string>> = {
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/gpg': 'gpg',
  '/usr/bin/python3': 'python3-minimal',
  '/usr/bin/bash': 'bash',
  '/usr/bin/rm': 'coreutils',
};

/** Tools whose cipher shows when they start. */
const LIBRARIES: Readonly<Record<string, 'openssl' | 'libgcrypt'>> = {
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/gpg': 'libgcrypt',
};

/** The sensor keeps the first two reads and the first two writes of a session; the second gives way to the file's spot. */
const SAMPLES_PER_KIND = 2;
const SAMPLE = 512;
const PAGE = 4096;

export class Stage {
  readonly host: Host;
  readonly files = new Map<string, StagedFile>();
  readonly verdicts: Verdict[] = [];
  readonly events: Event[] = [];
  /** ms added for every event. */
  pace = 0.5;
  readonly #analytic;
  readonly #places = new Map<string, number>();
  #time = EPOCH;
  #seq = 0;
  #ino = 10_000;
  #pid = 1000;

  constructor(settings: Partial<An0603Settings> = {}) {
    this.host = new Host({ ownership: { ask: ({ path }) => ownerOf(path) } });
    this.#analytic = createAn0603({ ...defaultAn0603Settings, ...settings });
    this.#emit(makeHello());
    this.#place('/');
    this.#emit(makeProcessStart({ pid: 1, parentPid: 0, how: 'snapshot', argv: ['/sbin/init'], comm: 'systemd' }));
  }

  get faults(): Readonly<Record<string, number>> {
    return this.#analytic.faults();
  }

  get gauges(): Readonly<Record<string, number>> {
    return this.#analytic.gauges();
  }

  /** The latest verdict of each case. */
  get findings(): readonly Verdict[] {
    return [...new Map(this.verdicts.map((verdict) => [verdict.uid, verdict])).values()];
  }

  /** Files that were affected when the first verdict came; undefined when none came. */
  get decidedAfter(): number | undefined {
    return this.verdicts[0]?.affected?.total;
  }

  /** Event time, ms since the epoch. */
  get now(): number {
    return this.#time;
  }

  wait(ms: number): void {
    this.#time += ms;
    this.#emit(makeStatus());
  }

  /** Lets the last update out. */
  settle(): this {
    this.wait(1000);
    return this;
  }

  /** Puts a file there that was there before anything began. */
  file(path: string, bytes: Uint8Array): string {
    this.files.set(path, { ino: this.#ino++, bytes: Buffer.from(bytes), links: 1 });
    this.#place(directoryOf(path));
    return path;
  }

  /** An interactive login shell. */
  shell(session = 3): Actor {
    return this.exec(undefined, '/usr/bin/bash', ['-bash'], { tty: 'pts/0', session, auid: 1000 });
  }

  exec(parent: Actor | undefined, image: string, argv: readonly string[], options: ActorOptions = {}): Actor {
    const pid = this.#pid++;
    const parentPid = parent?.pid ?? 1;
    const given = parent === undefined ? undefined : this.host.process(parent.key);
    const tty = options.tty ?? given?.tty;
    const session = options.session ?? given?.session;
    const auid = options.auid ?? given?.auid;
    const terminal = { type: 'tty', object: '136:0' } as const;
    this.#emit(makeProcessFork({ pid, parentPid }));
    this.#emit(
      makeProcessStart({
        pid,
        parentPid,
        argv: [...argv],
        cwd: '/',
        comm: (argv[0] ?? '').replace(/.*\//, '').slice(0, 15),
        image: { path: image, file: fileOf(inodeOf(image)), memfd: options.memfd ?? false },
        cgroup: { id: '1', path: options.cgroup ?? given?.cgroup.path ?? '/' },
        ...(tty === undefined ? {} : { tty, stdio: [terminal, terminal, terminal] }),
        ...(options.stdio === undefined ? {} : { stdio: options.stdio }),
        ...(session === undefined ? {} : { session }),
        ...(auid === undefined ? {} : { auid }),
      }),
    );
    const library = LIBRARIES[image];
    if (library !== undefined) this.cipher({ pid, key: keyOf(pid) }, { interface: library });
    return { pid, key: keyOf(pid) };
  }

  /** A process sets keys of a cipher: one of AES-256-CBC unless said otherwise. */
  cipher({ pid }: Actor, more: Parameters<typeof makeCryptoUse>[0] = {}): void {
    this.#emit(makeCryptoUse({ pid, ...more }));
  }

  end(actor: Actor): void {
    this.#emit(makeProcessEnd({ pid: actor.pid }));
  }

  read(actor: Actor, path: string, chunk = 65_536): Buffer {
    const file = this.#known(path);
    const reads: Operation[] = [];
    for (let at = 0; at < file.bytes.length; at += chunk)
      reads.push({ read: [at, Math.min(chunk, file.bytes.length - at)] });
    this.session(actor, path, reads);
    return Buffer.from(file.bytes);
  }

  /** Creates (or truncates) and writes. */
  write(actor: Actor, path: string, bytes: Uint8Array, chunk = 65_536): string {
    const writes: Operation[] = [];
    for (let at = 0; at < bytes.length; at += chunk) writes.push({ write: [at, bytes.subarray(at, at + chunk)] });
    const exists = this.files.has(path);
    this.session(actor, path, writes, exists ? { truncate: true } : { create: true });
    return path;
  }

  session(actor: Actor, path: string, operations: readonly Operation[], options: SessionOptions = {}): void {
    if (options.create === true && !this.files.has(path)) {
      this.files.set(path, { ino: this.#ino++, bytes: Buffer.alloc(0), links: 1 });
    }
    const file = this.#known(path);
    if (options.truncate === true) file.bytes = Buffer.alloc(0);
    const place = this.#place(directoryOf(path));
    const openedAt = options.openedAt ?? this.#time;
    const sizeBefore = file.bytes.length;
    const tally = { readBytes: 0, writeBytes: 0, overwrittenBytes: 0, reads: 0, writes: 0 };
    const samples: Sample[] = [];
    const spot = options.mapped === true ? 0 : spotOf(file.ino, sizeBefore);
    const keep = (kind: Sample['kind'], offset: number, bytes: Uint8Array) => {
      if (options.blind === true) return;
      const ofKind = samples.filter((sample) => sample.kind === kind);
      const operation = options.mapped === true ? 0 : bytes.length;
      const made = makeSample({ kind, offset, bytes: Buffer.from(bytes.subarray(0, SAMPLE)), operation });
      if (ofKind.length < SAMPLES_PER_KIND) samples.push(made);
      const ahead = spot - offset;
      if (spot === 0 || ahead <= 0 || ahead >= bytes.length || ofKind.some((sample) => sample.offset === spot)) return;
      const found = makeSample({
        kind,
        offset: spot,
        bytes: Buffer.from(bytes.subarray(ahead, ahead + SAMPLE)),
        operation: bytes.length - ahead,
      });
      const latest = samples.findLastIndex((sample) => sample.kind === kind);
      const known = samples.some((sample) => sample.kind === 'read' && sample.offset === spot);
      if (samples.filter((sample) => sample.kind === kind).length < SAMPLES_PER_KIND) samples.push(found);
      else if (kind === 'read' ? tally.writes === 0 : tally.reads === 0 || known) samples[latest] = found;
    };
    for (const operation of operations) {
      if ('read' in operation) {
        const [offset, length] = operation.read;
        tally.reads++;
        tally.readBytes += length;
        keep('read', offset, file.bytes.subarray(offset, offset + length));
      } else {
        const [offset, bytes] = operation.write;
        tally.writes++;
        tally.writeBytes += bytes.length;
        tally.overwrittenBytes += Math.max(Math.min(offset + bytes.length, sizeBefore) - offset, 0);
        const grown = Buffer.alloc(Math.max(file.bytes.length, offset + bytes.length));
        file.bytes.copy(grown);
        grown.set(bytes, offset);
        file.bytes = grown;
        keep('write', offset, bytes);
      }
    }
    if (options.create === true || options.truncate === true)
      keepSpot(samples, file.ino, file.bytes, options.blind === true);
    const written = operations.flatMap((one) => ('write' in one ? [one.write] : []));
    const [first] = operations;
    const known = options.inherited === true && first !== undefined && 'write' in first ? first.write : undefined;
    if (known !== undefined) tally.overwrittenBytes += known[1].length;
    if (options.mapped === true)
      Object.assign(tally, { readBytes: 0, writeBytes: 0, overwrittenBytes: 0, reads: 0, writes: 0 });
    const moved = (options.mapped === true ? [] : operations).map(movedOf);
    const methods: FileMethod[] = options.mapped === true ? ['mmap_write'] : [];
    if (tally.reads > 0) methods.push('read');
    if (tally.writes > 0) methods.push('write');
    this.#emit(
      makeFileSession({
        pid: actor.pid,
        file: fileOf(file.ino),
        place: placeOf(place),
        name: path.slice(path.lastIndexOf('/') + 1),
        openedAt,
        created: options.create ?? false,
        truncated: options.truncate ?? false,
        links: options.nameless === true ? 0 : file.links,
        unlinked: options.nameless ?? false,
        inherited: options.inherited ?? false,
        sizeBefore: known === undefined ? sizeBefore : Math.max(sizeBefore, known[0] + known[1].length),
        sizeAfter: file.bytes.length,
        methods: options.methods ?? methods,
        ...(written.length === 0 ? {} : { writeRange: spanOf(written) }),
        samples,
        readRange: rangeOf(moved.filter(([kind]) => kind === 'read')),
        writeRange: rangeOf(moved.filter(([kind]) => kind === 'write')),
        readSeeks: seeksOf(moved.filter(([kind]) => kind === 'read')),
        writeSeeks: seeksOf(moved.filter(([kind]) => kind === 'write')),
        ...tally,
      }),
    );
  }

  /** Opens a file and reads all of it. The session is told when what this gives is called, whatever became of the name. */
  hold(actor: Actor, path: string): () => void {
    const file = this.#known(path);
    const bytes = Buffer.from(file.bytes);
    const where = { place: placeOf(this.#place(directoryOf(path))), name: path.slice(path.lastIndexOf('/') + 1) };
    const openedAt = this.#time;
    const sample = makeSample({ offset: 0, bytes: bytes.subarray(0, 512), operation: bytes.length });
    return () =>
      this.#emit(
        makeFileSession({
          ...{
            pid: actor.pid,
            file: fileOf(file.ino),
            ...where,
            openedAt,
            links: file.links,
            unlinked: file.links === 0,
          },
          ...{
            sizeBefore: bytes.length,
            sizeAfter: bytes.length,
            methods: ['read'],
            readBytes: bytes.length,
            reads: 1,
          },
          samples: [{ ...sample, kind: 'read' }],
        }),
      );
  }

  unlink(actor: Actor, path: string): void {
    const file = this.files.get(path);
    if (file !== undefined) file.links -= 1;
    this.files.delete(path);
    this.#emit(makeFileUnlink({ pid: actor.pid, target: { base: placeOf(this.#place('/')), path } }));
  }

  rename(actor: Actor, from: string, to: string): string {
    const displaced = this.files.get(to);
    if (displaced !== undefined) displaced.links -= 1;
    this.files.set(to, this.#known(from));
    this.files.delete(from);
    const base = placeOf(this.#place('/'));
    this.#place(directoryOf(to));
    this.#emit(makeFileRename({ pid: actor.pid, from: { base, path: from }, to: { base, path: to } }));
    return to;
  }

  /** Another name for the same file. */
  link(actor: Actor, from: string, to: string): string {
    const file = this.#known(from);
    file.links += 1;
    this.files.set(to, file);
    const base = placeOf(this.#place('/'));
    this.#place(directoryOf(to));
    this.#emit(makeFileLink({ pid: actor.pid, from: { base, path: from }, to: { base, path: to } }));
    return to;
  }

  /** Moves a directory with all that is below it. The sensor tells the new path of each place when it is used next. */
  renameDirectory(actor: Actor, from: string, to: string): string {
    const below = (path: string) => path === from || path.startsWith(`${from}/`);
    for (const [path, file] of [...this.files]) {
      if (!below(path)) continue;
      this.files.delete(path);
      this.files.set(to + path.slice(from.length), file);
    }
    const base = placeOf(this.#place('/'));
    this.#emit(makeFileRename({ pid: actor.pid, from: { base, path: from }, to: { base, path: to } }));
    for (const [path, place] of [...this.#places]) {
      if (!below(path)) continue;
      this.#places.delete(path);
      this.#places.set(to + path.slice(from.length), place);
    }
    return to;
  }

  #known(path: string): StagedFile {
    const file = this.files.get(path);
    if (file === undefined) throw new Error(`the stage has no file ${path}`);
    return file;
  }

  #place(directory: string): number {
    const known = this.#places.get(directory);
    if (known !== undefined) return known;
    const ino = 2 + this.#places.size;
    this.#places.set(directory, ino);
    this.#emit(makeDirectory({ place: placeOf(ino), path: directory }));
    return ino;
  }

  #emit(event: Event): void {
    this.#time += this.pace;
    const told = { ...event, time: this.#time, seq: this.#seq++ } as Event;
    this.events.push(told);
    this.host.apply(told);
    this.verdicts.push(...this.#analytic.observe(told, this.host));
  }
}

type Moved = readonly [kind: Sample['kind'], from: number, to: number];

function movedOf(operation: Operation): Moved {
  if ('read' in operation) return ['read', operation.read[0], operation.read[0] + operation.read[1]];
  return ['write', operation.write[0], operation.write[0] + operation.write[1].length];
}

function rangeOf(moved: readonly Moved[]): [number, number] {
  if (moved.length === 0) return [0, 0];
  return [Math.min(...moved.map(([, from]) => from)), Math.max(...moved.map(([, , to]) => to))];
}

function seeksOf(moved: readonly Moved[]): number {
  return moved.filter(([, from], i) => i > 0 && moved[i - 1]?.[2] !== from).length;
}

/** A place that is sampled by whoever passes it, as `sensor/bpf/file.bpf.h` chooses it; 0 when the file is too small. */
function spotOf(ino: number, size: number): number {
  if (size < PAGE + SAMPLE) return 0;
  const beyond = size % PAGE;
  if (ino % 2 === 0 && (beyond === 0 || beyond >= SAMPLE)) return size - SAMPLE;
  if (ino % 2 === 0 && beyond >= SAMPLE / 8) return size - beyond;
  return (1 + ((ino * 7) % Math.floor((size - SAMPLE) / PAGE))) * PAGE;
}

/** Of a file that was written from nothing the spot is known when it is closed; a small one's is its end. */
function keepSpot(samples: Sample[], ino: number, bytes: Buffer, blind: boolean): void {
  const written = samples.filter((sample) => sample.kind === 'write');
  const spot = spotOf(ino, bytes.length) || Math.min(bytes.length, PAGE) - SAMPLE;
  if (blind || written.length === 0 || spot < SAMPLE || written.some((sample) => sample.offset === spot)) return;
  const part = bytes.subarray(spot, spot + SAMPLE);
  const found = makeSample({ kind: 'write', offset: spot, bytes: Buffer.from(part), operation: 0 });
  const latest = samples.findLastIndex((sample) => sample.kind === 'write');
  if (written.length < SAMPLES_PER_KIND) samples.push(found);
  else samples[latest] = found;
}

function spanOf(writes: readonly (readonly [offset: number, bytes: Uint8Array])[]): readonly [number, number] {
  const ends = writes.map(([offset, bytes]) => offset + bytes.length);
  return [Math.min(...writes.map(([offset]) => offset)), Math.max(...ends)];
}

function directoryOf(path: string): string {
  return path.lastIndexOf('/') <= 0 ? '/' : path.slice(0, path.lastIndexOf('/'));
}

function ownerOf(path: string): Ownership {
  const name = PACKAGES[path] ?? (path.startsWith('/usr/bin/') ? path.slice(9) : undefined);
  return name === undefined ? { state: 'unpackaged' } : { state: 'packaged', manager: 'dpkg', name };
}

function inodeOf(image: string): number {
  let hash = 7;
  for (const character of image) hash = (hash * 31 + character.charCodeAt(0)) % 1_000_003;
  return 2_000_000 + hash;
}
