import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { openPacket, type PacketStart } from './packet.ts';

const text = (words: string) => Buffer.from(words);
const u16 = (value: number) => [(value >> 8) & 255, value & 255];

function ipv4(protocol: number, rest: Uint8Array, more: { length?: number; checksum?: number; offset?: number } = {}) {
  const head = [0x45, 0, ...u16(more.length ?? 20 + rest.length), 0, 0, ...u16(more.offset ?? 0), 64, protocol, 0, 0];
  const header = Buffer.from([...head, 10, 0, 0, 1, 10, 0, 0, 2]);
  let total = 0;
  for (let at = 0; at < 20; at += 2) total += header.readUInt16BE(at);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  header.writeUInt16BE(more.checksum ?? ~total & 0xffff, 10);
  return Buffer.concat([header, rest]);
}

const to6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9];
const ipv6 = (next: number, rest: Uint8Array) =>
  Buffer.from([0x60, 0, 0, 0, ...u16(rest.length), next, 64, ...new Array(16).fill(0), ...to6, ...rest]);
const udp = (payload: Uint8Array) =>
  Buffer.from([...u16(40_404), ...u16(53), ...u16(8 + payload.length), 0, 0, ...payload]);
const tcp = (payload: Uint8Array, options = 0) =>
  Buffer.from([
    ...u16(1),
    ...u16(443),
    ...new Array(8).fill(0),
    (5 + options) << 4,
    ...new Array(7 + options * 4).fill(0),
    ...payload,
  ]);
const echo = (payload: Uint8Array, type = 8) => Buffer.from([type, 0, 1, 2, 3, 4, 5, 6, ...payload]);
const ethernet = (type: number, rest: Uint8Array, tags: readonly number[] = []) =>
  Buffer.from([...new Array(12).fill(2), ...tags, ...u16(type), ...rest]);
const hello = text('hello');

const ROWS: readonly (readonly [
  what: string,
  bytes: Uint8Array,
  start: PacketStart,
  payload: string,
  port?: number,
])[] = [
  ['UDP on Ethernet', ethernet(0x0800, ipv4(17, udp(hello))), 'link', 'hello', 53],
  [
    'UDP behind two VLAN tags',
    ethernet(0x86dd, ipv6(17, udp(hello)), [0x88, 0xa8, 0, 1, 0x81, 0, 0, 2]),
    'link',
    'hello',
    53,
  ],
  ['UDP on a link without a header', ipv4(17, udp(hello)), 'link', 'hello', 53],
  [
    'a frame padded to its least length',
    ethernet(0x0800, Buffer.concat([ipv4(17, udp(hello)), Buffer.alloc(18)])),
    'link',
    'hello',
    53,
  ],
  ['TCP with options', ipv4(6, tcp(hello, 3)), 'network', 'hello', 443],
  ['a SYN', ipv4(6, tcp(text(''), 5)), 'network', '', 443],
  [
    'a header whose length and checksum the kernel fills in',
    ipv4(17, udp(hello), { length: 0, checksum: 0 }),
    'network',
    'hello',
    53,
  ],
  ['a later fragment', ipv4(17, hello, { offset: 185 }), 'network', 'hello'],
  [
    'IPv6 with extension headers',
    ipv6(0, Buffer.from([60, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0, ...udp(hello)])),
    'network',
    'hello',
    53,
  ],
  ['an IPv6 fragment', ipv6(44, Buffer.from([17, 99, 0, 1, 0, 0, 0, 7, ...udp(hello)])), 'network', 'hello', 53],
  ['an echo request', echo(hello), 1, 'hello'],
  ['an echo of IPv6', echo(hello, 129), 58, 'hello'],
  ['an ICMP error, which quotes', echo(ipv4(17, udp(hello)), 3), 1, ''],
  ['an ICMPv6 error, which quotes', echo(ipv6(17, udp(hello)), 1), 58, ''],
  ['another protocol', hello, 253, 'hello'],
  ['ARP on Ethernet', ethernet(0x0806, Buffer.from([0, 1, 8, 0, 6, 4, 0, 1])), 'link', ''],
  ['ARP without a link header', Buffer.from([0, 1, 8, 0, 6, 4, 0, 1, 2, 2, 2, 2, 2, 2]), 'network', ''],
  ['an ethertype of its own', ethernet(0x88b5, hello), 'link', 'hello'],
  [
    'what only begins like IPv4',
    text('Ehello, world, and a longer line'),
    'network',
    'Ehello, world, and a longer line',
  ],
];

describe('what a packet carries', () => {
  for (const [what, bytes, start, payload, port] of ROWS) {
    it(what, () => {
      const found = openPacket(bytes, start);
      assert.equal(Buffer.from(found.payload).toString(), payload);
      assert.equal(found.port, port);
    });
  }

  it('where it is addressed to', () => {
    const of = (bytes: Uint8Array) => Buffer.from(openPacket(bytes, 'network').destination ?? []).toString('hex');
    assert.equal(of(ipv4(17, udp(hello))), '00000000000000000000ffff0a000002');
    assert.equal(of(ipv6(17, udp(hello))), Buffer.from(to6).toString('hex'));
    assert.equal(of(hello), '');
  });

  const start = fc.oneof(fc.constantFrom<PacketStart>('link', 'network', 1, 6, 17, 58), fc.nat({ max: 255 }));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc
      .tuple(fc.constantFrom(6, 17, 1, 44, 0), fc.uint8Array({ maxLength: 200 }))
      .map(([next, rest]) => ipv6(next, rest)),
    fc.tuple(fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 200 })).map(([protocol, rest]) => ipv4(protocol, rest)),
  );
  it('is an end of it, whatever it is', () => {
    fc.assert(
      fc.property(bytes, start, (packet, from) => {
        const { payload, port, destination } = openPacket(packet, from);
        assert.ok(payload.length <= packet.length);
        assert.ok(Buffer.from(packet).includes(Buffer.from(payload)));
        assert.ok(port === undefined || (port >= 0 && port < 65_536));
        assert.ok(destination === undefined || destination.length === 16);
      }),
    );
  });
  it('is the same payload, however it is wrapped', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 10 }), (payload, options) => {
        const plain = Buffer.from(payload);
        for (const packet of [
          ipv4(17, udp(payload)),
          ipv6(17, udp(payload)),
          ipv4(6, tcp(payload, options)),
          ipv4(1, echo(payload)),
        ]) {
          assert.deepEqual(Buffer.from(openPacket(packet, 'network').payload), plain);
          const type = packet[0] === 0x60 ? 0x86dd : 0x0800;
          assert.deepEqual(Buffer.from(openPacket(ethernet(type, packet), 'link').payload), plain);
        }
      }),
    );
  });
});
