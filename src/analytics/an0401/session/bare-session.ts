/**
 * Raw and packet sockets carry packets with headers. Here such a session becomes what the programs say to each other:
 * the payload behind the headers, and the place that a packet is addressed to.
 *
 * @module
 */
import { type Flow, formatAddress, type NetSession } from '../../../event/index.ts';
import { histogramOf, openPacket, type Packet } from '../../../stats/index.ts';

const ICMP = 1;
const ICMPV6 = 58;
/** The program writes the IP header itself (raw(7)). */
const IPPROTO_RAW = 255;

/** Has this session bytes that a program put together with headers of its own? */
export function isHeaded({ protocol }: NetSession): boolean {
  return protocol === 'icmp' || protocol === 'raw' || protocol === 'packet';
}

/**
 * The session without headers, judged by its longest message each way alone; any other as it is. A raw or packet socket
 * hears what is meant for others, too, so that nothing is made of what it received; only ICMP without privilege gets its
 * own answers.
 */
export function bared(event: NetSession): NetSession {
  if (!isHeaded(event)) return event;
  const sent = opened(event, event.tx.first);
  const own = event.protocol === 'icmp' && event.socketType === 'datagram';
  const received = own ? opened(event, event.rx.first) : { payload: new Uint8Array(0) };
  const { bursts, ...rest } = event;
  const bare = { remote: remoteOf(event, sent), tx: bareFlow(event.tx, sent), rx: bareFlow(event.rx, received) };
  return { ...rest, ...bare, ...(own && bursts !== undefined && { bursts }) };
}

function opened(event: NetSession, bytes: Uint8Array): Packet {
  if (event.protocol === 'packet') return openPacket(bytes, event.socketType === 'raw' ? 'link' : 'network');
  // a program may write the IP header itself (IP_HDRINCL)
  const whole = event.socketType === 'raw' ? openPacket(bytes, 'network') : undefined;
  if (whole?.destination !== undefined) return whole;
  const icmp = event.remote.address.includes(':') ? ICMPV6 : ICMP;
  return openPacket(bytes, event.protocol === 'icmp' ? icmp : (event.ipProtocol ?? IPPROTO_RAW));
}

function remoteOf(event: NetSession, { destination, port }: Packet): NetSession['remote'] {
  const address = destination === undefined ? event.remote.address : formatAddress(destination, 0);
  return { address, port: port ?? event.remote.port };
}

function bareFlow(flow: Flow, { payload }: Packet): Flow {
  return { ...flow, first: payload, histogram: new Uint16Array(histogramOf(payload)), counted: payload.length };
}
