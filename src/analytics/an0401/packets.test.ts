/** AN0401 and programs that put packets together themselves: raw, packet and ICMP sockets. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NetSession } from '../../event/index.ts';
import { makeNetSession } from '../../event/testing/make.ts';
import { bared } from './session/bare-session.ts';
import { chacha20 } from './testing/ciphertext.ts';
import { type QuietRow, testQuiet } from './testing/quiet-table.ts';
import { Scene, type Traffic } from './testing/scene.ts';

type Kind = Pick<NetSession, 'protocol' | 'socketType' | 'ipProtocol'>;

const ICMP: Kind = { protocol: 'icmp', socketType: 'raw' };
const PING: Kind = { protocol: 'icmp', socketType: 'datagram' };
const NETWORK: Kind = { protocol: 'packet', socketType: 'datagram' };
const LINK: Kind = { protocol: 'packet', socketType: 'raw' };
const raw = (ipProtocol: number): Kind => ({ protocol: 'raw', socketType: 'raw', ipProtocol });

const echo = (payload: Uint8Array, type = 8) => Uint8Array.from([type, 0, 1, 2, 0x43, 0x57, 0, 1, ...payload]);
/** IPv4 to 10.20.0.9 with UDP to a port; its checksum is left to the kernel. */
const udp4 = (payload: Uint8Array, port = 9000) =>
  Uint8Array.from([
    ...[0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 20, 0, 1, 10, 20, 0, 9],
    ...[0x9c, 0x40, port >> 8, port & 255, 0, 0, 0, 0],
    ...payload,
  ]);
const ethernet = (type: number, payload: Uint8Array) =>
  Uint8Array.from([...new Array(12).fill(2), type >> 8, type & 255, ...payload]);
/** A time of day, then a pattern, as ping has it. */
const pattern = Uint8Array.from([
  1,
  2,
  3,
  4,
  0,
  0,
  0,
  0,
  5,
  6,
  1,
  0,
  0,
  0,
  0,
  0,
  ...Array.from({ length: 40 }, (_, i) => 16 + i),
]);
const ciphertext = chacha20(400);
const nobody = { address: '::', port: 0 };

function sends(scene: Scene, pid: number, kind: Kind, tx: Uint8Array, more: Partial<Traffic> = {}): void {
  const to = kind.protocol === 'packet' ? nobody : { address: '10.20.0.2', port: 0 };
  for (let i = 0; i < 6; i++)
    scene.net({
      pid,
      at: 1000 * i + 20,
      startedAt: 10,
      tx,
      txBytes: (i + 1) * tx.length,
      snapshots: i,
      ...to,
      ...more,
      more: kind,
    });
}

describe('AN0401 finds ciphertext in packets of a program’s own', () => {
  const six = { address: '2001:db8::9' };
  const rows: readonly (readonly [string, Kind, Uint8Array, string, Partial<Traffic>?])[] = [
    ['echoes of ICMP', ICMP, echo(ciphertext), '10.20.0.2'],
    ['echoes of ICMPv6', ICMP, echo(ciphertext, 128), '2001:db8::9', six],
    ['echoes of ICMP without privilege', PING, echo(ciphertext), '10.20.0.2'],
    ['an IP protocol for experiments', raw(253), ciphertext, '10.20.0.2'],
    ['datagrams with headers of its own', raw(255), udp4(ciphertext), '10.20.0.9'],
    ['datagrams on a packet socket', NETWORK, udp4(ciphertext), '10.20.0.9'],
    ['frames on a packet socket', LINK, ethernet(0x0800, udp4(ciphertext)), '10.20.0.9'],
    ['an ethertype of its own', LINK, ethernet(0x88b5, ciphertext), '::'],
  ];
  for (const [what, kind, tx, place, more] of rows) {
    for (const [who, started] of [
      ['a program of no package', { path: '/opt/vendor/agentd', argv: ['agentd'] }],
      ['a script', { path: '/usr/bin/python3.11', argv: ['python3', '/srv/x.py'] }],
    ] as const) {
      it(`${what}, by ${who}`, () => {
        const scene = new Scene();
        scene.start({ pid: 300, parentPid: 50, ...started });
        sends(scene, 300, kind, tx, more);
        const [found] = scene.verdicts;
        assert.ok(found && found.confidence >= 0.5, JSON.stringify(scene.verdicts));
        assert.equal(found.sessions?.[0]?.remote.address, place);
        assert.equal(new Set(scene.verdicts.map(({ uid }) => uid)).size, 1, 'one case');
        assert.deepEqual(scene.analytic.faults(), {});
      });
    }
  }
});

const own = { pid: 300, parentPid: 50, path: '/opt/own/tool', argv: ['tool'] };
const script = { pid: 300, parentPid: 50, path: '/usr/bin/python3.11', argv: ['python3', '/srv/watch.py'] };
const sending =
  (started: typeof own, kind: Kind, tx: Uint8Array, more: Partial<Traffic> = {}): QuietRow[1] =>
  (scene) => {
    scene.start(started);
    for (const library of ['libssl.so.3', 'libcrypto.so.3']) scene.map(started.pid, library, 15);
    sends(scene, started.pid, kind, tx, more);
  };
const dhcp = Uint8Array.from([1, 1, 6, 0, ...new Array(232).fill(0), 0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255]);
const arp = Uint8Array.from([0, 1, 8, 0, 6, 4, 0, 1, ...new Array(20).fill(7)]);
const lldp = Uint8Array.from([
  2,
  7,
  4,
  2,
  66,
  10,
  0,
  0,
  1,
  4,
  5,
  5,
  ...new TextEncoder().encode('eth0'),
  6,
  2,
  0,
  120,
  0,
  0,
]);
const vrrp = Uint8Array.from([0x21, 51, 100, 1, 0, 1, 0x5a, 0x1c, 10, 20, 0, 7, ...new Array(8).fill(0)]);
const syn = Uint8Array.from([
  0x9c, 0x40, 0, 80, 0x7f, 3, 0x91, 0x1c, 0, 0, 0, 0, 0x60, 2, 4, 0, 0x51, 0x33, 0, 0, 2, 4, 5, 0xb4,
]);
/** EAPOL-Key: a nonce among zeros. */
const eapol = Uint8Array.from([
  2,
  3,
  0,
  117,
  2,
  1,
  10,
  0,
  0,
  ...new Array(8).fill(1),
  ...chacha20(32),
  ...new Array(48).fill(0),
  0,
  22,
  ...new Array(22).fill(3),
]);

describe('AN0401 stays quiet when', () => {
  testQuiet([
    ['a ping of no package asks every second', sending(own, ICMP, echo(pattern))],
    ['a script asks every second by ICMP', sending(script, PING, echo(pattern), { rx: echo(pattern, 0) })],
    ['a program asks for addresses by ARP', sending(own, LINK, ethernet(0x0806, arp))],
    ['a program asks for addresses by ARP, without a link header', sending(own, NETWORK, arp)],
    ['a program asks for a lease', sending(own, LINK, ethernet(0x0800, udp4(dhcp, 67)))],
    ['a program tells its neighbours who it is', sending(own, LINK, ethernet(0x88cc, lldp))],
    ['a program keeps an address alive', sending(own, raw(112), vrrp)],
    ['a scanner sends packets without payload', sending(own, raw(6), syn)],
    [
      'a scanner sends packets of a program of its own, by the thousand',
      sending(own, raw(255), udp4(new Uint8Array(0)), { txBytes: 3_000_000 }),
    ],
    [
      'a program takes part in a key exchange',
      sending(own, LINK, ethernet(0x888e, eapol), { rx: ethernet(0x888e, eapol) }),
    ],
    [
      'a packaged ping fills its packets with random bytes',
      sending({ ...own, path: '/usr/bin/ping' }, ICMP, echo(ciphertext)),
    ],
    [
      'a script asks every second and hears the ciphertext of others',
      sending(script, LINK, ethernet(0x0806, arp), { rx: ethernet(0x0800, udp4(ciphertext)) }),
    ],
    [
      'a program listens to the ciphertext of others',
      (scene) => {
        scene.start(own);
        const heard = { ...NETWORK, direction: 'in' } as const;
        for (let i = 0; i < 6; i++)
          scene.net({
            pid: 300,
            at: 1000 * i + 20,
            startedAt: 10,
            rx: udp4(ciphertext),
            snapshots: i,
            ...nobody,
            more: heard,
          });
      },
    ],
  ]);
});

describe('who begins and who ends', () => {
  const bursts = { by: 'rx', tx: 0, rx: 3, requests: 0, commands: 3, opening: { tx: 9, rx: 9 } } as const;
  it('is known of answers to pings', () => assert.deepEqual(bared(makeNetSession({ ...PING, bursts })).bursts, bursts));
  for (const kind of [ICMP, NETWORK, LINK, raw(89)])
    it(`says nothing where others are heard too: ${kind.protocol}`, () =>
      assert.equal(bared(makeNetSession({ ...kind, bursts })).bursts, undefined));
});
