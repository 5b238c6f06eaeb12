import assert from 'node:assert/strict';
import { createCipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ja4 } from './ja4.ts';
import { nameApplication } from './protocol.ts';
import { parseClientHello } from './tls.ts';

const text = (words: string) => new TextEncoder().encode(words);
const none = new Uint8Array(0);

function cipher(length: number, seed: number): Uint8Array {
  const key = createHash('sha256').update(`${seed}`).digest();
  return new Uint8Array(createCipheriv('aes-256-ctr', key, key.subarray(0, 16)).update(Buffer.alloc(length)));
}

/** A ClientHello with the given extensions; `claimed` lies about the length of the extensions. */
function hello(extensions: readonly (readonly [number, Uint8Array])[], claimed?: number): Uint8Array {
  const list = Buffer.concat(extensions.map(([type, body]) => Buffer.concat([u16(type), u16(body.length), body])));
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    Buffer.from([0]),
    u16(4),
    u16(0x1301),
    u16(0xc02f),
    Buffer.from([1, 0]),
    u16(claimed ?? list.length),
    list,
  ]);
  const handshake = Buffer.concat([Buffer.from([1, 0]), u16(body.length), body]);
  return new Uint8Array(Buffer.concat([Buffer.from([22, 3, 1]), u16(handshake.length), handshake]));
}

function u16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 255, value & 255]);
}

function sni(name: Uint8Array): readonly [number, Uint8Array] {
  return [0, new Uint8Array(Buffer.concat([u16(name.length + 3), Buffer.from([0]), u16(name.length), name]))];
}

const alpn: readonly [number, Uint8Array] = [16, new Uint8Array([0, 12, 2, 0x68, 0x32, 8, ...text('http/1.1')])];
const versions: readonly [number, Uint8Array] = [43, new Uint8Array([4, 3, 4, 3, 3])];

describe('TLS ClientHello', () => {
  it('reads server name, ALPN and versions', () => {
    const found = parseClientHello(hello([sni(text('example.org')), alpn, versions]));
    assert.ok(found);
    assert.equal(found.serverName, 'example.org');
    assert.deepEqual(found.alpn, ['h2', 'http/1.1']);
    assert.deepEqual(
      [found.complete, found.malformed, found.hasServerName, found.hasAlpn],
      [true, false, 'yes', 'yes'],
    );
    assert.match(ja4(found) ?? '', /^t13d0203h2_[0-9a-f]{12}_[0-9a-f]{12}$/);
  });

  it('reads one that is fragmented over records', () => {
    const whole = hello([sni(text('example.org')), alpn]);
    const payload = whole.subarray(5);
    const parts = [payload.subarray(0, 20), payload.subarray(20, 21), payload.subarray(21)];
    const records = parts.map((part) => Buffer.concat([Buffer.from([22, 3, 1]), u16(part.length), part]));
    assert.equal(parseClientHello(new Uint8Array(Buffer.concat(records)))?.serverName, 'example.org');
  });

  it('cut at any byte, tells only what is there', () => {
    const whole = hello([sni(text('example.org')), alpn, versions]);
    for (let length = 0; length < whole.length; length++) {
      const found = parseClientHello(whole.subarray(0, length));
      if (length < 6) assert.equal(found, undefined);
      else {
        assert.ok(found);
        assert.equal(found.complete, false);
        assert.ok(found.serverName === undefined || 'example.org'.startsWith(found.serverName));
        assert.notEqual(found.hasServerName, 'no');
      }
    }
  });

  it('shows control characters in a forged name as their codes', () => {
    const name = parseClientHello(hello([sni(new Uint8Array([27, 91, 50, 74, 10, 0x61]))]))?.serverName ?? '';
    assert.equal(name, '\\x1b[2J\\x0aa');
  });

  it('calls lengths that contradict each other malformed', () => {
    assert.equal(parseClientHello(hello([alpn], 4000))?.malformed, true);
    assert.equal(parseClientHello(hello([alpn], 3))?.malformed, true);
    assert.equal(parseClientHello(hello([alpn]))?.malformed, false);
  });

  it('never throws, whatever is changed in it', () => {
    const whole = hello([sni(text('example.org')), alpn, versions]);
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
        (cut, changes) => {
          const bytes = Uint8Array.from(whole.subarray(0, cut));
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const found = parseClientHello(bytes);
          if (found !== undefined) ja4(found);
          if (found?.serverName !== undefined) assert.doesNotMatch(found.serverName, /[\x00-\x1f\x7f-\xff]/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const dns = new Uint8Array([
  0x12,
  0x34,
  1,
  0,
  0,
  1,
  0,
  0,
  0,
  0,
  0,
  0,
  3,
  ...text('www'),
  7,
  ...text('example'),
  3,
  ...text('org'),
  0,
  0,
  1,
  0,
  1,
]);
/** A reserved version, which asks for negotiation; those with keys that are known are in payload-quic.test.ts. */
const quic = new Uint8Array([0xc3, 0x1a, 0x2a, 0x3a, 0x4a, 8, ...cipher(8, 1), 0, 0, 0x44, 0x9e, ...cipher(200, 2)]);
const ntp = new Uint8Array(48);
ntp[0] = 0x23;

describe('application protocols', () => {
  it('a question to a resolver is one whatever its number', () => {
    const question = text('\x07example\x03org\0\0\x01\0\x01');
    for (let id = 0; id < 65_536; id += 17) {
      const one = new Uint8Array([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question]);
      const client = new Uint8Array([...one, ...one]);
      assert.equal(nameApplication({ transport: 'udp', client, server: none }).name, 'dns', `${id}`);
    }
  });

  it('a server of ssh may go on with ciphertext in another process', () => {
    const bytes = new Uint8Array([...text('SSH-2.0-x\r\n'), ...cipher(60, 1)]);
    assert.equal(nameApplication({ transport: 'tcp', client: none, server: bytes, accepted: true }).name, 'ssh');
  });

  for (const [name, transport, client, server] of [
    ['tls', 'tcp', hello([alpn]), none],
    ['ssh', 'tcp', text('SSH-2.0-OpenSSH_9.2p1\r\n'), none],
    ['ssh', 'tcp', none, text('SSH-2.0-dropbear_2022.83\r\n')],
    ['ssh', 'tcp', new Uint8Array([...text('SSH-2.0-x\r\n'), 0, 0, 5, 220, 7, 20, ...cipher(60, 1)]), none],
    ['unknown', 'tcp', new Uint8Array([...text('SSH-2.0-x\r\n'), 0, 0, 0, 60, 7, 90, ...cipher(60, 1)]), none],
    ['unknown', 'tcp', none, new Uint8Array([...text('SSH-2.0-x\n'), ...cipher(60, 1)])],
    ['http', 'tcp', text('GET / HTTP/1.1\r\n'), none],
    ['http2', 'tcp', text('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), none],
    ['smtp', 'tcp', none, text('220 mx.example.org ESMTP Postfix\r\n')],
    ['ftp', 'tcp', none, text('220 (vsFTPd 3.0.5)\r\n')],
    ['imap', 'tcp', none, text('* OK [CAPABILITY IMAP4rev1] ready\r\n')],
    ['pop3', 'tcp', none, text('+OK ready\r\n')],
    ['postgresql', 'tcp', new Uint8Array([0, 0, 0, 8, 4, 210, 22, 47]), none],
    ['mysql', 'tcp', none, new Uint8Array([74, 0, 0, 0, 10, ...text('8.0.36\0')])],
    ['redis', 'tcp', text('*1\r\n$4\r\nPING\r\n'), none],
    ['openssl-enc', 'tcp', new Uint8Array([...text('Salted__'), ...cipher(64, 3)]), none],
    ['dns', 'udp', dns, none],
    ['dns', 'tcp', new Uint8Array([0, dns.length, ...dns]), none],
    ['quic', 'udp', quic, none],
    ['ntp', 'udp', ntp, none],
    ['wireguard', 'udp', new Uint8Array([1, 0, 0, 0, ...cipher(144, 4)]), none],
    ['unknown', 'udp', new Uint8Array([1, 0, 0, 0, ...cipher(144, 4)]), cipher(200, 5)],
    ['openvpn', 'udp', new Uint8Array([0x38, ...cipher(53, 6)]), new Uint8Array([0x40, ...cipher(61, 7)])],
    ['unknown', 'tcp', cipher(200, 8), none],
    ['none', 'tcp', none, none],
  ] as const) {
    it(`names ${name} over ${transport}, ${client.length} bytes from the client`, () => {
      assert.equal(nameApplication({ transport, client, server }).name, name);
    });
  }

  it('tells the name that was asked for', () => {
    assert.equal(nameApplication({ transport: 'udp', client: dns, server: none }).question, 'www.example.org');
  });

  it('calls at most 3 of 20,000 ciphertexts by a name', () => {
    const named = Array.from({ length: 20_000 }, (_, seed) =>
      nameApplication({
        transport: seed % 2 === 0 ? 'tcp' : 'udp',
        client: cipher(40 + (seed % 200), seed),
        server: none,
      }),
    ).filter(({ name }) => name !== 'unknown');
    assert.ok(named.length <= 3, named.map(({ name }) => name).join(', '));
  });

  it('never throws', () => {
    const bytes = fc.uint8Array({ maxLength: 512 });
    fc.assert(
      fc.property(fc.constantFrom('tcp', 'udp'), bytes, bytes, (transport, client, server) => {
        nameApplication({ transport, client, server });
      }),
      { numRuns: 500 },
    );
  });
});
