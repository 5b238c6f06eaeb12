/** Descriptors 0 to 2: what they are, and to whom they lead. */
import { formatAddress } from './address.ts';
import { array, enumeration, struct, u8, u16, u32, u64 } from './layout.ts';
import type { RecordReader } from './record-reader.ts';

export type FdKind = 'closed' | 'other' | 'file' | 'pipe' | 'fifo' | 'tty' | 'inet' | 'unix' | 'null';

/** What a descriptor is, and to whom it leads. */
export interface Fd {
  readonly type: FdKind;
  /**
   * The same text is the same object: `pipe:INO`, `socket:INO` (as in `NetSession.socket`), a FileKey for
   * everything that has a name, empty when closed.
   */
  readonly object: string;
  /** Unix sockets: the peer socket's object. */
  readonly peer?: string;
  /** Internet sockets: who is at the other end. */
  readonly remote?: { readonly address: string; readonly port: number };
}

export const FD = struct('cw_fd', {
  ino: u64,
  peer_ino: u64,
  dev: u32,
  kind: u16,
  remote_port: u16,
  remote: array(u8, 16),
});

export const FdType = enumeration('cw_fd_kind', 'CW_FD_', {
  CLOSED: 0,
  OTHER: 1,
  FILE: 2,
  PIPE: 3,
  FIFO: 4,
  TTY: 5,
  INET: 6,
  UNIX: 7,
  NULL: 8,
});

const at = FD.at;
const kinds = Object.keys(FdType.values).map((name) => name.toLowerCase() as FdKind);

/** The object of a socket, wherever it is met. @param ino of the socket, exact. */
export function socketObject(ino: number | bigint): string {
  return `socket:${ino}`;
}

/** @param start offset of a struct cw_fd in the record. */
export function decodeFd(r: RecordReader, start: number): Fd {
  const type = kinds[r.u16(start + at.kind)] ?? 'other';
  const ino = r.exact64(start + at.ino);
  switch (type) {
    case 'closed':
      return { type, object: '' };
    case 'pipe':
      return { type, object: `pipe:${ino}` };
    case 'unix': {
      const peer = r.exact64(start + at.peer_ino);
      if (peer === 0) return { type, object: socketObject(ino) };
      return { type, object: socketObject(ino), peer: socketObject(peer) };
    }
    case 'inet': {
      const port = r.u16(start + at.remote_port);
      if (port === 0) return { type, object: socketObject(ino) };
      const address = formatAddress(r.bytes, r.start + start + at.remote);
      return { type, object: socketObject(ino), remote: { address, port } };
    }
    default:
      return { type, object: r.file(start + at.dev, start + at.ino) };
  }
}
