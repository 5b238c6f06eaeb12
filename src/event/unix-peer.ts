/** Who is at the other end of a unix socket, in the last fields of `cw_net_session`. */
import { socketObject } from './fd.ts';
import type { RecordReader } from './record-reader.ts';
import { UNIX_NAME_LEN } from './wire.ts';

/** A unix socket's other end. */
export interface UnixPeer {
  /** By which the two met: a path as it was bound, an abstract name after `@`; undefined for a datagram's sender that has none. */
  readonly name?: string;
  /** The other end's socket, as the session there has it; undefined before it was accepted, and for datagrams without connection. */
  readonly socket?: string;
  /** Who connected, or who listens. */
  readonly pid?: number;
}

/** Offsets in the record. */
interface Place {
  readonly peer_ino: number;
  readonly peer_pid: number;
  readonly name_len: number;
  readonly name: number;
}

/** Never throws; what a cut record lacks is not known. */
export function decodeUnixPeer(r: RecordReader, at: Place): UnixPeer {
  if (r.start + at.name > r.end) return {};
  const name = unixName(r, at);
  const socket = r.exact64(at.peer_ino);
  const pid = r.u32(at.peer_pid);
  return {
    ...(name === '' ? {} : { name }),
    ...(socket === 0 ? {} : { socket: socketObject(socket) }),
    ...(pid === 0 ? {} : { pid }),
  };
}

/** An abstract name may hold any bytes: it ends by its length alone, and a NUL in it becomes `@`, as ss(8) has it. */
function unixName(r: RecordReader, at: Place): string {
  const length = Math.min(r.u32(at.name_len), UNIX_NAME_LEN);
  if (length === 0) return '';
  const bytes = Buffer.from(r.copy(at.name, length));
  if (bytes[0] === 0) return `@${bytes.subarray(1).toString('utf8').replaceAll('\0', '@')}`;
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end === -1 ? length : end).toString('utf8');
}
