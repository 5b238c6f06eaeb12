/** One process's use of one socket: internet, raw, packet, or unix with a name. */
import { formatAddress } from './address.ts';
import type { Base } from './base.ts';
import { socketObject } from './fd.ts';
import type { ProcessKey } from './key.ts';
import { array, char, enumeration, struct, u8, u16, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { decodeUnixPeer, type UnixPeer } from './unix-peer.ts';
import { FIRST_LEN, HEADER, PROCESS, RecordType, UNIX_NAME_LEN } from './wire.ts';

export interface Flow {
  readonly bytes: number;
  readonly messages: number;
  /** undefined before the first byte */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Up to 512 bytes: the first ones, over as many messages as they took; of raw and packet sockets those of the longest message. */
  readonly first: Uint8Array;
  /** 256 counts over the first 4,096 bytes at most. */
  readonly histogram: Uint16Array;
  /** Bytes in the histogram. */
  readonly counted: number;
}

/**
 * What passed without a silence of 100 ms is a burst, whichever way it went. Shorter than somebody takes to think, longer than
 * most answers take to come.
 */
export interface Bursts {
  /** Who began the latest one. */
  readonly by: 'tx' | 'rx';
  /** Begun by this side, and by the other. */
  readonly tx: number;
  readonly rx: number;
  /** Of those that are over: begun by this side and ended by the other, as requests are; and the reverse, as commands are. */
  readonly requests: number;
  readonly commands: number;
  /** When this side's latest one began. */
  readonly txAt?: number;
  /** Bytes of the first one each way. */
  readonly opening: { readonly tx: number; readonly rx: number };
}

export type NetProtocol = 'tcp' | 'udp' | 'icmp' | 'raw' | 'packet' | 'unix';

/** One process's use of one socket. Snapshots are cumulative. */
export interface NetSession extends Base {
  readonly kind: 'net_session';
  readonly process: ProcessKey;
  readonly pid: number;
  readonly startedAt: number;
  /** The same socket in another process has the same object. */
  readonly socket: string;
  readonly netNamespace: number;
  readonly protocol: NetProtocol;
  /** undefined in recordings of contract 1.2 and before */
  readonly socketType?: 'stream' | 'datagram' | 'raw' | 'seqpacket';
  /** Of raw sockets, IANA's number; 255 where the program writes the IP header itself. */
  readonly ipProtocol?: number;
  readonly direction: 'out' | 'in' | 'unknown';
  readonly local: { readonly address: string; readonly port: number };
  /** Port 0 where there are none; of unix sockets the name, of packet sockets `::`. */
  readonly remote: { readonly address: string; readonly port: number };
  /** Unix sockets only. */
  readonly unix?: UnixPeer;
  readonly last: boolean;
  readonly idle: boolean;
  readonly inherited: boolean;
  readonly connecting: boolean;
  readonly spliced: boolean;
  readonly tx: Flow;
  readonly rx: Flow;
  readonly turns: number;
  /** undefined before the first byte, of sessions from the snapshot, and in recordings of contract 1.3 and before */
  readonly bursts?: Bursts;
  readonly snapshots: number;
}

export const NetFlag = enumeration('cw_net_flags', 'CW_NET_', {
  LAST: 1 << 0,
  IDLE: 1 << 1,
  INHERITED: 1 << 2,
  CONNECTING: 1 << 3,
  SPLICED: 1 << 4,
});

export const Direction = enumeration('cw_direction', 'CW_DIRECTION_', { UNKNOWN: 0, OUT: 1, IN: 2 });

const AF_UNIX = 1;
const AF_PACKET = 17;
const SOCK_RAW = 3;
const IPPROTO_ICMP = 1;
const IPPROTO_UDP = 17;
const IPPROTO_ICMPV6 = 58;
const socketTypes = [undefined, 'stream', 'datagram', 'raw', undefined, 'seqpacket'] as const;
const address = array(u8, 16);
const histogram = array(u16, 256);
const first = array(u8, FIRST_LEN);

export const NET_SESSION = struct('cw_net_session', {
  h: HEADER,
  process: PROCESS,
  started_ns: u64,
  sock_ino: u64,
  net_ns: u32,
  family: u16,
  protocol: u8,
  direction: u8,
  local_port: u16,
  remote_port: u16,
  flags: u32,
  local: address,
  remote: address,
  tx_bytes: u64,
  rx_bytes: u64,
  tx_messages: u32,
  rx_messages: u32,
  turns: u32,
  snapshots: u32,
  first_tx_ns: u64,
  first_rx_ns: u64,
  last_tx_ns: u64,
  last_rx_ns: u64,
  tx_counted: u32,
  rx_counted: u32,
  tx_first_len: u16,
  rx_first_len: u16,
  socket_type: u16,
  burst_by: u8,
  reserved: u8,
  tx_hist: histogram,
  rx_hist: histogram,
  tx_first: first,
  rx_first: first,
  peer_ino: u64,
  peer_pid: u32,
  name_len: u32,
  name: array(char, UNIX_NAME_LEN),
  tx_bursts: u32,
  rx_bursts: u32,
  tx_answered: u32,
  rx_answered: u32,
  tx_burst_ns: u64,
  opening_tx_bytes: u64,
  opening_rx_bytes: u64,
});

const at = NET_SESSION.at;
const flag = NetFlag.values;
const directions = ['unknown', 'out', 'in'] as const;

function decode(r: RecordReader): NetSession {
  const flags = r.u32(at.flags);
  const protocol = protocolOf(r);
  const socketType = socketTypes[r.u16(at.socket_type)];
  const unix = protocol === 'unix' ? decodeUnixPeer(r, at) : undefined;
  const bursts = decodeBursts(r);
  return {
    kind: 'net_session',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    startedAt: r.moment(at.started_ns),
    socket: socketObject(r.exact64(at.sock_ino)),
    netNamespace: r.u32(at.net_ns),
    protocol,
    ...(socketType === undefined ? {} : { socketType }),
    ...(protocol === 'raw' ? { ipProtocol: r.u8(at.protocol) } : {}),
    direction: directions[r.u8(at.direction)] ?? 'unknown',
    local: {
      address: unix === undefined ? formatAddress(r.bytes, r.start + at.local) : '',
      port: r.u16(at.local_port),
    },
    remote:
      unix === undefined
        ? { address: formatAddress(r.bytes, r.start + at.remote), port: r.u16(at.remote_port) }
        : { address: unix.name ?? '', port: 0 },
    ...(unix === undefined ? {} : { unix }),
    last: (flags & flag.LAST) !== 0,
    idle: (flags & flag.IDLE) !== 0,
    inherited: (flags & flag.INHERITED) !== 0,
    connecting: (flags & flag.CONNECTING) !== 0,
    spliced: (flags & flag.SPLICED) !== 0,
    tx: decodeFlow(r, 'tx'),
    rx: decodeFlow(r, 'rx'),
    turns: r.u32(at.turns),
    ...(bursts === undefined ? {} : { bursts }),
    snapshots: r.u32(at.snapshots),
  };
}

function protocolOf(r: RecordReader): NetProtocol {
  const family = r.u16(at.family);
  const number = r.u8(at.protocol);
  if (family === AF_UNIX) return 'unix';
  if (family === AF_PACKET) return 'packet';
  if (number === IPPROTO_ICMP || number === IPPROTO_ICMPV6) return 'icmp';
  if (r.u16(at.socket_type) === SOCK_RAW) return 'raw';
  return number === IPPROTO_UDP ? 'udp' : 'tcp';
}

function decodeFlow(r: RecordReader, way: 'tx' | 'rx'): Flow {
  const firstAt = at[`first_${way}_ns`];
  const lastAt = at[`last_${way}_ns`];
  return {
    bytes: r.u64(at[`${way}_bytes`]),
    messages: r.u32(at[`${way}_messages`]),
    ...(r.u64(firstAt) !== 0 && { firstAt: r.moment(firstAt) }),
    ...(r.u64(lastAt) !== 0 && { lastAt: r.moment(lastAt) }),
    first: r.copy(at[`${way}_first`], Math.min(r.u16(at[`${way}_first_len`]), FIRST_LEN)),
    histogram: readHistogram(r, at[`${way}_hist`]),
    counted: r.u32(at[`${way}_counted`]),
  };
}

const beginners = [undefined, 'tx', 'rx'] as const;

function decodeBursts(r: RecordReader): Bursts | undefined {
  const by = beginners[r.u8(at.burst_by)];
  if (by === undefined || r.start + NET_SESSION.size > r.end) return undefined;
  const begun = r.u64(at.tx_burst_ns);
  return {
    by,
    tx: r.u32(at.tx_bursts),
    rx: r.u32(at.rx_bursts),
    requests: r.u32(at.tx_answered),
    commands: r.u32(at.rx_answered),
    ...(begun === 0 ? {} : { txAt: r.moment(at.tx_burst_ns) }),
    opening: { tx: r.u64(at.opening_tx_bytes), rx: r.u64(at.opening_rx_bytes) },
  };
}

function readHistogram(r: RecordReader, start: number): Uint16Array {
  const counts = new Uint16Array(histogram.length);
  for (let i = 0; i < counts.length; i += 1) counts[i] = r.u16(start + i * u16.size);
  return counts;
}

export const netSession: RecordKind = {
  type: RecordType.values.NET_SESSION,
  layout: NET_SESSION,
  fixed: at.tx_first,
  decode,
};
