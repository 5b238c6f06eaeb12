/**
 * What a packet carries behind its headers, as programs hand it to raw and packet sockets. Reads no further than the
 * bytes go; headers that contradict themselves are none, and the bytes are left as they are.
 *
 * @module
 */

/** Where the bytes begin: a link's header, a network's, or that of the IP protocol with this number. */
export type PacketStart = 'link' | 'network' | number;

export interface Packet {
  /** A view of the bytes; empty where the packet carries none of its sender's. */
  readonly payload: Uint8Array;
  /** Where it is addressed to, as 16 bytes (IPv4 mapped), when it has a network header. */
  readonly destination?: Uint8Array;
  /** Where it is addressed to, when it has a header with ports. */
  readonly port?: number;
}

const ICMP = 1;
const TCP = 6;
const UDP = 17;
const ICMPV6 = 58;
const NO_NEXT = 59;
const ETHERNET = 14;
const ARP = 0x0806;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN: ReadonlySet<number> = new Set([0x8100, 0x88a8]);
/** Extension headers of IPv6 that say their length in units of 8 bytes (RFC 8200 §4); a fragment's is always 8. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 60, 135]);
const FRAGMENT = 44;
const MAX_EXTENSIONS = 8;
/** ICMP errors quote the packet that they are about (RFC 792, RFC 4443). */
const ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);

const nothing = new Uint8Array(0);

/** @param bytes of one packet; may be cut. */
export function openPacket(bytes: Uint8Array, start: PacketStart): Packet {
  if (start === 'link') return ofLink(bytes);
  if (start === 'network') return ofNetwork(bytes) ?? ofOther(bytes);
  return ofTransport(bytes, start);
}

/** Ethernet; or a link without a header (tun, PPP), where the network's comes first. */
function ofLink(bytes: Uint8Array): Packet {
  const bare = ofNetwork(bytes);
  if (bare !== undefined) return bare;
  let at = ETHERNET - 2;
  for (let tags = 0; tags < 2 && VLAN.has(u16(bytes, at)); tags++) at += 4;
  const type = u16(bytes, at);
  const rest = bytes.subarray(at + 2);
  if (type === ARP) return { payload: nothing };
  if (type === IPV4 || type === IPV6) return ofNetwork(rest) ?? { payload: rest };
  return { payload: rest };
}

/** ARP in Ethernet for IPv4 (RFC 826) has no payload; of other protocols the headers are not known. */
function ofOther(bytes: Uint8Array): Packet {
  const arp = u16(bytes, 0) === 1 && u16(bytes, 2) === IPV4 && bytes[4] === 6 && bytes[5] === 4;
  return { payload: arp ? nothing : bytes };
}

function ofNetwork(bytes: Uint8Array): Packet | undefined {
  const version = (bytes[0] ?? 0) >> 4;
  return version === 4 ? ofIpv4(bytes) : version === 6 ? ofIpv6(bytes) : undefined;
}

/** The kernel fills in a length and a checksum that a program leaves at 0 (raw(7)). */
function ofIpv4(bytes: Uint8Array): Packet | undefined {
  const header = ((bytes[0] ?? 0) & 15) * 4;
  const length = u16(bytes, 2);
  if (header < 20 || bytes.length < header || (length !== 0 && length < header)) return undefined;
  if (u16(bytes, 10) !== 0 && sum(bytes.subarray(0, header)) !== 0xffff) return undefined;
  const destination = new Uint8Array(16);
  destination.set([0xff, 0xff, ...bytes.subarray(16, 20)], 10);
  const rest = bytes.subarray(header, length === 0 ? bytes.length : length);
  const later = (u16(bytes, 6) & 0x1fff) !== 0; // a fragment that is not the first begins in mid-payload
  return { ...(later ? { payload: rest } : ofTransport(rest, bytes[9] ?? 0)), destination };
}

function ofIpv6(bytes: Uint8Array): Packet | undefined {
  if (bytes.length < 40) return undefined;
  let next = bytes[6] ?? NO_NEXT;
  let at = 40;
  for (let i = 0; i < MAX_EXTENSIONS && at + 2 <= bytes.length; i++) {
    if (!EXTENSIONS.has(next) && next !== FRAGMENT) break;
    const length = next === FRAGMENT ? 8 : ((bytes[at + 1] ?? 0) + 1) * 8;
    next = bytes[at] ?? NO_NEXT;
    at += length;
  }
  const length = u16(bytes, 4);
  const rest = bytes.subarray(at, length === 0 ? bytes.length : 40 + length);
  return { ...ofTransport(rest, next), destination: bytes.slice(24, 40) };
}

function ofTransport(bytes: Uint8Array, protocol: number): Packet {
  switch (protocol) {
    case UDP:
      return { payload: bytes.subarray(8), port: u16(bytes, 2) };
    case TCP:
      return { payload: bytes.subarray(Math.max(5, (bytes[12] ?? 0) >> 4) * 4), port: u16(bytes, 2) };
    case ICMP:
      return { payload: ERRORS.has(bytes[0] ?? 0) ? nothing : bytes.subarray(8) };
    case ICMPV6: // types below 128 are errors
      return { payload: (bytes[0] ?? 0) < 128 ? nothing : bytes.subarray(8) };
    case NO_NEXT:
      return { payload: nothing };
    default:
      return { payload: bytes };
  }
}

/** Big-endian; what lies beyond the end is 0. */
function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** The internet checksum's sum (RFC 1071): 0xffff over a header that holds the right one. */
function sum(bytes: Uint8Array): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 2) total += u16(bytes, at);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total;
}
