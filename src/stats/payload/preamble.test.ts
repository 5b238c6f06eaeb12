import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { behindProxy } from './preamble.ts';
import { nameApplication } from './protocol.ts';

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
const HELLO = 'what follows';
const ANSWER = 'and back';

const ways: readonly [string, Uint8Array, Uint8Array][] = [
  [
    'http-connect',
    bytes('CONNECT 203.0.113.9:8443 HTTP/1.1\r\nHost: 203.0.113.9:8443\r\n\r\n', HELLO),
    bytes('HTTP/1.1 200 Connection established\r\n\r\n', ANSWER),
  ],
  [
    'socks5',
    bytes([5, 1, 0, 5, 1, 0, 1, 203, 0, 113, 9, 32, 251], HELLO),
    bytes([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0], ANSWER),
  ],
  [
    'socks5',
    bytes([5, 2, 0, 2, 1, 2], 'me', [3], 'pwd', [5, 1, 0, 3, 4], 'host', [1, 187], HELLO),
    bytes([5, 2, 1, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0], ANSWER),
  ],
  ['socks4', bytes([4, 1, 1, 187, 203, 0, 113, 9], 'me', [0], HELLO), bytes([0, 0x5a, 0, 0, 0, 0, 0, 0], ANSWER)],
  ['socks4', bytes([4, 1, 1, 187, 0, 0, 0, 1, 0], 'host', [0], HELLO), bytes([0, 0x5a, 0, 0, 0, 0, 0, 0], ANSWER)],
];

describe('the talk with a proxy', () => {
  for (const [proxy, client, server] of ways)
    it(`is told from what follows it: ${proxy}`, () => {
      const found = behindProxy(client, server);
      assert.equal(found?.proxy, proxy);
      assert.equal(Buffer.from(found.client).toString(), HELLO);
      assert.equal(Buffer.from(found.server).toString(), ANSWER);
    });

  it('is not over while it is cut anywhere', () => {
    for (const [, client, server] of ways) {
      const asked = client.length - HELLO.length;
      const granted = server.length - ANSWER.length;
      for (let n = 0; n < asked; n++) assert.equal(behindProxy(client.subarray(0, n), server), undefined);
      for (let n = 0; n < granted; n++) assert.equal(behindProxy(client, server.subarray(0, n)), undefined);
    }
  });

  it('that was refused leads nowhere', () => {
    const client = bytes('CONNECT a:1 HTTP/1.1\r\n\r\n', HELLO);
    assert.equal(behindProxy(client, bytes('HTTP/1.1 403 Forbidden\r\n\r\nno')), undefined);
    assert.equal(
      behindProxy(bytes([5, 1, 0, 5, 1, 0, 1, 1, 1, 1, 1, 1, 1]), bytes([5, 0, 5, 2, 0, 1, 0, 0, 0, 0, 0, 0])),
      undefined,
    );
  });

  it('names the session by what follows', () => {
    const client = bytes('CONNECT a:22 HTTP/1.1\r\n\r\n', 'SSH-2.0-OpenSSH_9.2\r\n');
    const server = bytes('HTTP/1.1 200 OK\r\n\r\n', 'SSH-2.0-OpenSSH_9.2\r\n');
    const { name, behind } = nameApplication({ transport: 'tcp', client, server });
    assert.equal(name, 'ssh');
    assert.equal(behind?.proxy, 'http-connect');
  });

  it('never throws, whatever comes', () => {
    const start = fc.constantFrom('', ...ways.map(([, client]) => Buffer.from(client).toString('latin1')));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 80 }), (head, a, b) => {
        behindProxy(new Uint8Array(Buffer.concat([Buffer.from(head, 'latin1'), a])), b);
      }),
    );
  });
});
