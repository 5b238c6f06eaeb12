/**
 * Turns typed events back into the sensor's bytes, so that a test can make a stream or a recording out
 * of made events. Times are exact when they are whole milliseconds.
 *
 * @example
 * const bytes = encodeEvents([makeHello(), makeProcessStart({ pid: 7 }), makeProcessEnd({ pid: 7 })]);
 */

import { CryptoFlag, CryptoInterfaceType } from '../crypto-use.ts';
import { type Fd, FdType } from '../fd.ts';
import { FileFlag, type FileSession, Method } from '../file-session.ts';
import { Attached } from '../hello.ts';
import { Constant, ScanStateType } from '../image-scan.ts';
import type { CryptoUse, Event, Flow, ImageScan, NetSession, PathArgument, ProcessStart } from '../index.ts';
import type { Enumeration } from '../layout.ts';
import { Direction, NetFlag } from '../net-session.ts';
import { Loss } from '../status.ts';
import { CONTRACT_MAJOR, ImageFlag, NONE_32, PathFlag, RecordType } from '../wire.ts';
import { encodeRecord, type Values } from './encode.ts';
import { EPOCH } from './make.ts';

/** What CLOCK_BOOTTIME said at `EPOCH`, ms: made events happen on a host that is up for a day. */
const UPTIME = 86_400_000;

/**
 * One stream. Records are numbered from 0 at each hello; the events' own `seq` is ignored. Gaps are left out,
 * since no record tells them.
 */
export function encodeEvents(events: readonly Event[]): Buffer {
  const records: Buffer[] = [];
  let seq = 0;
  for (const event of events) {
    if (event.kind === 'gap') continue;
    if (event.kind === 'hello') seq = 0;
    records.push(encodeEvent(event, seq));
    seq += 1;
  }
  return Buffer.concat(records);
}

/** One record; `seq` is the record's number in its stream. */
export function encodeEvent(event: Exclude<Event, { kind: 'gap' }>, seq: number): Buffer {
  const type = RecordType.values[event.kind.toUpperCase() as Uppercase<typeof event.kind>];
  return encodeRecord({ type, seq, timeNs: bootNs(event.time), values: fields(event) });
}

function fields(event: Exclude<Event, { kind: 'gap' }>): Values {
  switch (event.kind) {
    case 'hello':
      return {
        magic: 'CIPHERWATCH\n',
        contract_major: CONTRACT_MAJOR,
        contract_minor: event.contract.minor,
        sensor_pid: event.sensorPid,
        realtime_ns: epochNs(event.time),
        attached: mask(Attached, event.attached),
        restarts: event.restarts,
        boot_id: event.bootId,
        hostname: event.hostname,
        kernel: event.kernel,
        machine: event.machine,
      };
    case 'status':
      return {
        records: event.records,
        lost: Object.entries(Loss.values)
          .filter(([name]) => name !== 'MAX')
          .map(([name]) => event.lost[name.toLowerCase() as Lowercase<Exclude<keyof typeof Loss.values, 'MAX'>>]),
        file_sessions: event.fileSessions,
        net_sessions: event.netSessions,
        ring_bytes: event.ringBytes,
        crypto_table_full: event.lost.crypto_table_full,
        scans_left_out: event.lost.scans_left_out,
        crypto_uses: event.cryptoUses,
        images_observed: event.images.observed,
        images_suspended: event.images.suspended,
        images_left_out: event.images.leftOut,
      };
    case 'snapshot_end':
      return { processes: event.processes, files: event.files, sockets: event.sockets };
    case 'directory':
      return {
        place: place(event.place),
        path: event.path,
        mnt_ns: event.mountNamespace,
        flags: event.cut ? PathFlag.values.CUT : 0,
      };
    case 'process_start':
      return startFields(event);
    case 'process_fork':
      return { process: process(event.process), parent: process(event.parent) };
    case 'process_end':
      return { process: process(event.process), exit_code: event.exitCode };
    case 'file_session':
      return fileSessionFields(event);
    case 'file_rename':
      return { ...twoPaths(event), flags: event.exchange ? 2 : 0 };
    case 'file_link':
      return { ...twoPaths(event), symbolic: Number(event.symbolic) };
    case 'file_unlink':
      return { ...onePath(event), directory: Number(event.directory) };
    case 'file_truncate':
      return { ...onePath(event), length: event.length };
    case 'net_session':
      return netSessionFields(event);
    case 'library_map':
      return {
        process: process(event.process),
        ...fileAt(event),
        name: event.name,
        image_flags: imageFlags(event),
        owner: event.owner,
      };
    case 'stdio_change':
      return { process: process(event.process), slot: event.slot, fd: fd(event.fd) };
    case 'crypto_use':
      return cryptoUseFields(event);
    case 'image_scan':
      return imageScanFields(event);
  }
}

/** The cipher goes as a name, which the decoder prefers to numbers. */
function cryptoUseFields(event: CryptoUse): Values {
  const { LAST, ENCRYPTS, DECRYPTS } = CryptoFlag.values;
  const flags = (event.last ? LAST : 0) | (event.encrypts ? ENCRYPTS : 0) | (event.decrypts ? DECRYPTS : 0);
  return {
    process: process(event.process),
    first_ns: bootNs(event.firstAt),
    last_ns: bootNs(event.lastAt),
    operations: event.operations,
    keys: event.keys,
    bytes: event.bytes,
    ...(event.image === undefined ? {} : { dev: device(event.image), ino: BigInt(part(event.image, 1)) }),
    interface: CryptoInterfaceType.values[event.interface.toUpperCase() as Uppercase<typeof event.interface>],
    key_bits: event.keyBits ?? 0,
    flags,
    snapshots: event.snapshots,
    name: event.cipher,
  };
}

function imageScanFields(event: ImageScan): Values {
  const bits = event.interfaces.map(
    (name) => 1 << CryptoInterfaceType.values[name.toUpperCase() as Uppercase<typeof name>],
  );
  return {
    process: process(event.process),
    dev: device(event.file),
    ino: BigInt(part(event.file, 1)),
    state: ScanStateType.values[event.state.toUpperCase() as Uppercase<typeof event.state>],
    size: event.size,
    searched: event.searched,
    constants: mask(Constant, event.constants),
    interfaces: bits.reduce((all, bit) => all | bit, 0),
    functions: event.functions,
    cut: Number(event.cut),
  };
}

function startFields(event: ProcessStart): Values {
  const argv = Buffer.from(event.argv.map((argument) => `${argument}\0`).join(''));
  const image = imageFlags(event.image) | (event.script === undefined ? 0 : ImageFlag.values.SCRIPT);
  return {
    process: process(event.process),
    parent: process(event.parent),
    kind: event.how === 'snapshot' ? 2 : 1,
    image_flags: image | (event.image.setuid ? ImageFlag.values.SETUID : 0),
    uid: event.uid,
    euid: event.euid,
    gid: event.gid,
    egid: event.egid,
    auid: event.auid ?? NONE_32,
    audit_session: event.session ?? NONE_32,
    sid: event.sid,
    pgid: event.pgid,
    tty: event.tty === undefined ? 0 : (136 << 20) | Number(event.tty.replace('pts/', '')),
    mnt_ns: event.namespaces.mnt,
    pid_ns: event.namespaces.pid,
    net_ns: event.namespaces.net,
    user_ns: event.namespaces.user,
    image_dev: device(event.image.file),
    image_ino: BigInt(part(event.image.file, 1)),
    image_size: event.image.size,
    image_mtime_ns: epochNs(event.image.modifiedAt),
    cgroup_id: BigInt(event.cgroup.id),
    cap_effective: BigInt(`0x${event.capabilities}`),
    fd: event.stdio.map(fd),
    argv_len: argv.length,
    path_flags: event.argvCut ? PathFlag.values.CUT : 0,
    comm: event.comm,
    exe: event.image.path,
    cwd: event.cwd,
    script: event.script ?? '',
    cgroup: event.cgroup.path,
    argv,
  };
}

function fileSessionFields(event: FileSession): Values {
  const flags = Object.keys(FileFlag.values).filter(
    (name) => event[name.toLowerCase() as Lowercase<keyof typeof FileFlag.values>],
  );
  return {
    process: process(event.process),
    ...fileAt(event),
    opened_ns: bootNs(event.openedAt),
    mnt_ns: event.mountNamespace,
    mode: event.mode,
    nlink: event.links,
    owner: event.owner,
    flags: mask(FileFlag, flags),
    methods: mask(Method, event.methods),
    size_before: event.sizeBefore,
    size_after: event.sizeAfter,
    read_bytes: event.readBytes,
    write_bytes: event.writeBytes,
    overwritten_bytes: event.overwrittenBytes,
    read_min: event.readRange[0],
    read_max: event.readRange[1],
    write_min: event.writeRange[0],
    write_max: event.writeRange[1],
    reads: event.reads,
    writes: event.writes,
    read_seeks: event.readSeeks,
    write_seeks: event.writeSeeks,
    samples: event.samples.length,
    sample: event.samples.map((sample) => ({
      offset: sample.offset,
      len: sample.bytes.length,
      kind: sample.kind === 'write' ? 2 : 1,
      op_len: sample.operation,
    })),
    name: event.name,
    data: event.samples.map((sample) => sample.bytes),
  };
}

function netSessionFields(event: NetSession): Values {
  const flags = Object.keys(NetFlag.values).filter(
    (name) => event[name.toLowerCase() as Lowercase<keyof typeof NetFlag.values>],
  );
  return {
    process: process(event.process),
    started_ns: bootNs(event.startedAt),
    sock_ino: BigInt(part(event.socket, 1)),
    net_ns: event.netNamespace,
    ...socketFields(event),
    direction: Direction.values[event.direction.toUpperCase() as Uppercase<typeof event.direction>],
    local_port: event.local.port,
    remote_port: event.remote.port,
    flags: mask(NetFlag, flags),
    ...(event.protocol === 'unix'
      ? {}
      : { local: address(event.local.address), remote: address(event.remote.address) }),
    turns: event.turns,
    ...burstFields(event.bursts),
    snapshots: event.snapshots,
    ...flow('tx', event.tx),
    ...flow('rx', event.rx),
  };
}

function burstFields(bursts: NetSession['bursts']): Values {
  if (bursts === undefined) return {};
  const { by, tx, rx, requests, commands, txAt, opening } = bursts;
  return {
    burst_by: by === 'tx' ? 1 : 2,
    ...{ tx_bursts: tx, rx_bursts: rx, tx_answered: requests, rx_answered: commands },
    ...(txAt === undefined ? {} : { tx_burst_ns: bootNs(txAt) }),
    ...{ opening_tx_bytes: opening.tx, opening_rx_bytes: opening.rx },
  };
}

const PROTOCOLS = { tcp: 6, udp: 17, icmp: 1, raw: 255, packet: 0, unix: 0 } as const;
const SOCKET_TYPES = { stream: 1, datagram: 2, raw: 3, seqpacket: 5 } as const;

function socketFields({ protocol, ipProtocol, socketType, remote, unix }: NetSession): Values {
  const internet = remote.address.includes(':') ? 10 : 2;
  const name = unix?.name === undefined ? new Uint8Array(0) : Buffer.from(unix.name.replace(/^@/, '\0'));
  return {
    family: protocol === 'unix' ? 1 : protocol === 'packet' ? 17 : internet,
    protocol: ipProtocol ?? PROTOCOLS[protocol],
    ...(socketType === undefined ? {} : { socket_type: SOCKET_TYPES[socketType] }),
    ...(unix?.socket === undefined ? {} : { peer_ino: BigInt(part(unix.socket, 1)) }),
    peer_pid: unix?.pid ?? 0,
    name_len: name.length,
    name,
  };
}

function flow(way: 'tx' | 'rx', of: Flow): Values {
  return {
    [`${way}_bytes`]: of.bytes,
    [`${way}_messages`]: of.messages,
    [`first_${way}_ns`]: of.firstAt === undefined ? 0 : bootNs(of.firstAt),
    [`last_${way}_ns`]: of.lastAt === undefined ? 0 : bootNs(of.lastAt),
    [`${way}_counted`]: of.counted,
    [`${way}_first_len`]: of.first.length,
    [`${way}_hist`]: [...of.histogram],
    [`${way}_first`]: of.first,
  };
}

function epochNs(time: number): bigint {
  return BigInt(Math.round(time * 1e3)) * 1000n;
}

function bootNs(time: number): bigint {
  return BigInt(Math.round((time - EPOCH + UPTIME) * 1e6));
}

function part(key: string, index: number): string {
  return key.split(':')[index] ?? '0';
}

function device(key: string): number {
  return Number.parseInt(part(key, 0), 16);
}

function process(key: string): Values {
  return { pid: Number(part(key, 0)), tid: Number(part(key, 0)), start_ns: BigInt(part(key, 1)) };
}

function place(key: string): Values {
  return { dev: device(key), ino: BigInt(part(key, 1)), mnt_id: Number(part(key, 2)) };
}

/** Identity of a file with its directory, which is on the same device. */
function fileAt(event: { readonly file: string; readonly place: string }): Values {
  return {
    dev: device(event.file),
    ino: BigInt(part(event.file, 1)),
    dir_ino: BigInt(part(event.place, 1)),
    mnt_id: Number(part(event.place, 2)),
  };
}

function mask(of: Enumeration, names: readonly string[]): number {
  return names.reduce((bits, name) => bits | (of.values[name.toUpperCase()] ?? 0), 0);
}

function imageFlags(of: { readonly deleted: boolean; readonly memfd: boolean }): number {
  return (of.deleted ? ImageFlag.values.DELETED : 0) | (of.memfd ? ImageFlag.values.MEMFD : 0);
}

function twoPaths(event: {
  readonly process: string;
  readonly from: PathArgument;
  readonly to: PathArgument;
  readonly cut: boolean;
}): Values {
  return {
    process: process(event.process),
    old_base: place(event.from.base),
    new_base: place(event.to.base),
    old_path: event.from.path,
    new_path: event.to.path,
    path_flags: event.cut ? PathFlag.values.CUT : 0,
  };
}

function onePath(event: { readonly process: string; readonly target: PathArgument; readonly cut: boolean }): Values {
  return {
    process: process(event.process),
    base: place(event.target.base),
    path: event.target.path,
    path_flags: event.cut ? PathFlag.values.CUT : 0,
  };
}

function fd(of: Fd): Values {
  const kind = FdType.values[of.type.toUpperCase() as Uppercase<typeof of.type>];
  if (of.type === 'closed') return { kind };
  if (of.type === 'pipe') return { kind, ino: BigInt(part(of.object, 1)) };
  if (of.type === 'unix') return { kind, ino: BigInt(part(of.object, 1)), peer_ino: BigInt(part(of.peer ?? ':0', 1)) };
  if (of.type === 'inet') {
    const ino = BigInt(part(of.object, 1));
    if (of.remote === undefined) return { kind, ino };
    return { kind, ino, remote_port: of.remote.port, remote: address(of.remote.address) };
  }
  return { kind, dev: device(of.object), ino: BigInt(part(of.object, 1)) };
}

/** 16 bytes of an address; IPv4 is mapped. */
function address(text: string): Uint8Array {
  const out = new Uint8Array(16);
  if (!text.includes(':')) {
    out.set([0xff, 0xff, ...text.split('.').map(Number)], 10);
    return out;
  }
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  all.forEach((group, i) => {
    out.set([group >> 8, group & 0xff], i * 2);
  });
  return out;
}
