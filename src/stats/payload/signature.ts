/**
 * Signatures of application protocols in their first bytes, one entry each; first match wins. They are strict,
 * since a match exempts a payload from being called fully encrypted: each needs structure that random bytes meet
 * less than once in 10⁵.
 *
 * @module
 */

interface Matcher<Name extends string = string> {
  readonly name: Name;
  /** Both when left out. */
  readonly transport?: 'tcp' | 'udp';
  /** @param accepted seen by the side that was asked */
  readonly matches: (client: Uint8Array, server: Uint8Array, accepted: boolean) => boolean;
}

function matcher<const Name extends string>(
  name: Name,
  transport: 'tcp' | 'udp' | undefined,
  matches: Matcher['matches'],
): Matcher<Name> {
  return transport === undefined ? { name, matches } : { name, transport, matches };
}

const ascii = (bytes: Uint8Array, length = 64): string => String.fromCharCode(...bytes.subarray(0, length));
const text = (pattern: RegExp) => (client: Uint8Array) => pattern.test(ascii(client));
const banner = (pattern: RegExp) => (_: Uint8Array, server: Uint8Array) => pattern.test(ascii(server));
const either = (pattern: RegExp) => (client: Uint8Array, server: Uint8Array) =>
  pattern.test(ascii(client)) || pattern.test(ascii(server));

function u32(bytes: Uint8Array, at: number, little = false): number {
  if (bytes.length < at + 4) return -1;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, little);
}

export const MATCHERS = [
  matcher('ssh', 'tcp', isSsh),
  matcher('http2', 'tcp', text(/^PRI \* HTTP\/2\.0\r\n/)),
  matcher('http', 'tcp', text(/^(?:GET|PUT|POST|HEAD|OPTIONS|PATCH|DELETE|CONNECT|TRACE|PROPFIND|REPORT) [\x21-\x7e]/)),
  matcher('http', 'tcp', banner(/^HTTP\/1\.[01] \d{3} /)),
  matcher('postgresql', 'tcp', isPostgresql),
  matcher('openssl-enc', undefined, (c, s) => /^Salted__/.test(ascii(c)) || /^Salted__/.test(ascii(s))),
  matcher('openssl-enc', undefined, either(/^U2FsdGVkX1[89+/]/)),
  matcher('age', undefined, either(/^age-encryption\.org\/v\d/)),
  matcher('smtp', 'tcp', (c, s) => /^220[ -].*(?:SMTP|mail)/i.test(ascii(s)) || /^(?:EHLO|HELO|LHLO) /.test(ascii(c))),
  matcher('ftp', 'tcp', (c, s) => /^220[ -]/.test(ascii(s)) || /^USER [\x21-\x7e]+\r\n/.test(ascii(c))),
  matcher('imap', 'tcp', banner(/^\* (?:OK|PREAUTH|BYE) /)),
  matcher('pop3', 'tcp', banner(/^\+OK[ \r]/)),
  matcher('redis', 'tcp', text(/^\*\d{1,4}\r\n\$\d{1,6}\r\n/)),
  matcher('rsync', 'tcp', either(/^@RSYNCD: \d/)),
  matcher('git', 'tcp', text(/^[0-9a-f]{4}git-(?:upload-pack|receive-pack|upload-archive) /)),
  matcher('amqp', 'tcp', text(/^AMQP[\0\x01\x02\x03]/)),
  matcher('vnc', 'tcp', either(/^RFB 00\d\.\d{3}\n/)),
  matcher('irc', 'tcp', text(/^(?:CAP LS|NICK [\x21-\x7e]+\r?\n|PASS [\x21-\x7e]+\r?\n)/)),
  matcher('sip', undefined, text(/^(?:REGISTER|INVITE|OPTIONS|SUBSCRIBE) sips?:/)),
  matcher('bittorrent', 'tcp', text(/^\x13BitTorrent protocol/)),
  matcher('mqtt', 'tcp', isMqtt),
  matcher('mysql', 'tcp', isMysql),
  matcher('mongodb', 'tcp', (c) => [2013, 2004, 2010].includes(u32(c, 12, true)) && u32(c, 8, true) === 0),
  matcher('smb', 'tcp', (c) => c[0] === 0 && [0xff534d42, 0xfe534d42].includes(u32(c, 4))),
  matcher(
    'ldap',
    'tcp',
    (c) => c.length > 8 && c[0] === 0x30 && c[2] === 2 && c[3] === 1 && [0x60, 0x63, 0x77].includes(c[5] ?? 0),
  ),
  matcher(
    'rdp',
    'tcp',
    (c) => c.length >= 11 && c[0] === 3 && c[1] === 0 && (c[3] ?? 0) >= 11 && (c[3] ?? 0) <= c.length && c[5] === 0xe0,
  ),
  matcher(
    'socks',
    'tcp',
    (c) =>
      (c[0] === 5 && (c[1] ?? 9) <= 4 && (c.length === 2 + (c[1] ?? 0) || c[2 + (c[1] ?? 0)] === 5)) ||
      (c[0] === 4 && c[1] === 1 && c.at(-1) === 0),
  ),
  matcher('wireguard', 'udp', isWireguard),
  matcher('openvpn', undefined, isOpenvpn),
  matcher('stun', 'udp', (c) => u32(c, 4) === 0x2112a442 && ((c[0] ?? 255) & 0xc0) === 0),
  matcher(
    'ntp',
    'udp',
    (c) =>
      c.length >= 48 &&
      ((c[0] ?? 0) & 7) === 3 &&
      (((c[0] ?? 0) >> 3) & 7) >= 2 &&
      (((c[0] ?? 0) >> 3) & 7) <= 4 &&
      (c[1] ?? 255) <= 16 &&
      u32(c, 4) < 0x0100_0000,
  ),
  matcher('dhcp', 'udp', (c) => c.length >= 236 && u32(c, 236) === 0x63825363),
  matcher('ssdp', 'udp', text(/^(?:M-SEARCH|NOTIFY) \* HTTP\/1\.1/)),
  matcher('syslog', 'udp', text(/^<\d{1,3}>/)),
] as const satisfies readonly Matcher[];

/** Messages that may follow the identification: disconnect, ignore, debug, key exchange (RFC 4253 §12). */
const SSH_FIRST: readonly number[] = [1, 2, 4, 20];

const SSH_IDENTIFICATION = /^SSH-(?:1\.99|2\.0)-[\x20-\x7e]{1,40}/;

/**
 * An identification by either, and nothing behind one that cannot follow it: a packet in clear, of a kind that begins (RFC 4253 §4.2, §6). A server shares
 * its sessions among processes, one of which may go on with ciphertext: there the identification says enough.
 */
function isSsh(client: Uint8Array, server: Uint8Array, accepted: boolean): boolean {
  const sides = [client, server].filter((bytes) => SSH_IDENTIFICATION.test(ascii(bytes)));
  return sides.length > 0 && (accepted || sides.every(mayFollowIdentification));
}

function mayFollowIdentification(bytes: Uint8Array): boolean {
  const end = bytes.indexOf(0x0a);
  const packet = bytes.subarray(end + 1);
  if (end < 0 || packet.length < 6) return true;
  return u32(packet, 0) <= 35_000 && SSH_FIRST.includes(packet[5] ?? 0);
}

/** SSLRequest, GSSENCRequest, CancelRequest or a version 3 start-up packet whose length agrees. */
function isPostgresql(client: Uint8Array): boolean {
  const length = u32(client, 0);
  const code = u32(client, 4);
  if (length === 8 && (code === 80877103 || code === 80877104)) return true;
  return code === 0x00030000 && length >= 8 && length < 10_000 && /^user\0/.test(ascii(client.subarray(8)));
}

/** Server greeting: packet length, sequence 0, protocol 10, a version that begins with a digit. */
function isMysql(_: Uint8Array, server: Uint8Array): boolean {
  const length = u32(server, 0, true) & 0xffffff;
  return (
    server[3] === 0 &&
    server[4] === 10 &&
    length > 30 &&
    length < 1024 &&
    /^\d{1,2}\.\d/.test(ascii(server.subarray(5)))
  );
}

function isMqtt(client: Uint8Array): boolean {
  return (
    client[0] === 0x10 &&
    /^\0(?:\x04MQTT[\x04\x05]|\x06MQIsdp\x03)/.test(ascii(client.subarray((client[1] ?? 0) < 128 ? 2 : 3)))
  );
}

/**
 * Handshake initiation is 148 bytes of type 1 with three zero bytes, the answer 92 bytes of type 2 (or a cookie, 64
 * of type 3); what follows is transport data of type 4. An answer of another shape unmasks an imitation.
 */
function isWireguard(client: Uint8Array, server: Uint8Array): boolean {
  const framed = (bytes: Uint8Array, type: number, length: number) =>
    u32(bytes, 0, true) === type &&
    (bytes.length === length || (u32(bytes, length, true) >= 1 && u32(bytes, length, true) <= 4));
  return framed(client, 1, 148) && (server.length === 0 || framed(server, 2, 92) || framed(server, 3, 64));
}

/** Hard reset v2 or v3 from the client and, when it came, v2 from the server; over TCP behind a length. */
function isOpenvpn(client: Uint8Array, server: Uint8Array): boolean {
  const opcode = client[openvpnHead(client)];
  if ((opcode !== 0x38 && opcode !== 0x50) || client.length < 14) return false;
  if (server.length > 0) return server[openvpnHead(server)] === 0x40;
  // Nothing but the opcode can be checked before the answer when tls-crypt is in use: only its usual sizes pass.
  return [14, 16, 42, 44, 54, 56, 86, 88].includes(client.length);
}

/** Where the opcode is: over TCP a length of less than 256 stands before it. */
function openvpnHead(bytes: Uint8Array): 0 | 2 {
  return bytes[0] === 0 && (bytes[1] ?? 0) >= 14 && bytes.length >= (bytes[1] ?? 0) + 2 ? 2 : 0;
}
