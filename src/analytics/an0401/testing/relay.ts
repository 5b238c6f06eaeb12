/** A program that speaks through a unix socket, or over loopback, to another one, which passes it on over the network. */
import type { Scene } from './scene.ts';

const banner = new TextEncoder().encode('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u5\r\n');

export interface Relayed {
  readonly user: number;
  readonly relay: number;
  /** What the user says, and hears. */
  readonly tx: Uint8Array;
  readonly rx: Uint8Array;
  /** How the relay passes it on: as it is, within ssh, not at all (its session has bytes of its own), or it has no session. */
  readonly how: 'as it is' | 'ssh' | 'not' | 'no session';
  /** Default: stream. */
  readonly socketType?: 'stream' | 'seqpacket';
  /** Default: a path. */
  readonly name?: string;
  /** Who connected to whom. */
  readonly userListens?: boolean;
  /** Over loopback, not through a unix socket. */
  readonly loopback?: boolean;
  readonly port?: number;
}

const NOWHERE = { address: '127.0.0.1', port: 0 };

/** Four exchanges, one a second. The relay's session begins half a second before. */
export function throughRelay(scene: Scene, given: Relayed): void {
  const { user, relay, tx, rx, how, socketType = 'stream', name = '/run/near.sock', userListens = false } = given;
  const places = [41_000, 4444].map((port) => ({ address: '127.0.0.1', port }));
  const ssh = how === 'ssh';
  const far = { pid: relay, startedAt: 500, socket: 'socket:77', port: given.port ?? (ssh ? 22 : 9000) };
  const own = new TextEncoder().encode('GET /feed HTTP/1.1\r\nHost: feed.example.org\r\n\r\n');
  const first = ssh ? { tx: banner, rx: banner } : how === 'not' ? { tx: own, rx: own } : { tx, rx };
  if (ssh) scene.net({ ...far, at: 900, ...first, txBytes: 3200, rxBytes: 3100, turns: 6 });
  for (let i = 0; i < 4; i++) {
    const at = 1000 + 1000 * i;
    const [out, into] = [(i + 1) * tx.length, (i + 1) * rx.length];
    const end = (socket: number, other: number, direction: 'in' | 'out') => ({
      startedAt: 950,
      socket: `socket:${socket}`,
      address: name,
      port: 0,
      snapshots: i,
      turns: 2 * i + 1,
      more:
        given.loopback === true
          ? { direction, local: places[socket - 1] ?? NOWHERE, remote: places[other - 1] ?? NOWHERE }
          : ({ protocol: 'unix', socketType, direction, unix: { name, socket: `socket:${other}` } } as const),
    });
    const mine = end(1, 2, userListens ? 'in' : 'out');
    const theirs = end(2, 1, userListens ? 'out' : 'in');
    scene.net({ pid: user, at, ...mine, tx, rx, txBytes: out, rxBytes: into, txAt: at - 30, rxAt: at - 10 });
    scene.net({ pid: relay, at, ...theirs, tx: rx, rx: tx, txBytes: into, rxBytes: out, txAt: at - 10, rxAt: at - 29 });
    if (how === 'no session') continue;
    const [txBytes, rxBytes]: readonly [number, number] =
      how === 'not' ? [500, 90_000 * (i + 1)] : ssh ? [3300 + Math.ceil(out * 1.1), 3200 + into + 60 * i] : [out, into];
    const times = how === 'not' ? { txAt: at - 700, rxAt: at - 600 } : { txAt: at - 28, rxAt: at - 12 };
    scene.net({
      ...far,
      at: at + 1,
      ...first,
      txBytes,
      rxBytes,
      ...times,
      turns: 7 + i,
      snapshots: i + 1,
    });
  }
}
