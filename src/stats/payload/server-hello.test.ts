import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answersHello } from './server-hello.ts';
import type { ClientHello } from './tls.ts';

const hello: ClientHello = {
  ...{ complete: true, malformed: false, version: 0x303, supportedVersions: [], ciphers: [0x1301, 0xc02f] },
  ...{ extensions: [], serverName: undefined, alpn: [], signatureAlgorithms: [], hasServerName: 'no', hasAlpn: 'no' },
};
const filler = (length: number) => new Array<number>(length).fill(0x5a);
const answer = (cipher: readonly number[], { type = 2, session = 32, compression = 0 } = {}) =>
  Uint8Array.from([
    22,
    3,
    3,
    0,
    122,
    type,
    0,
    0,
    118,
    3,
    3,
    ...filler(32),
    session,
    ...filler(session),
    ...cipher,
    compression,
    0,
  ]);

describe('the answer to a ClientHello', () => {
  const rows: readonly [string, Uint8Array, boolean | undefined][] = [
    ['chooses what was offered', answer([0x13, 1]), true],
    ['chooses it without a session', answer([0xc0, 0x2f], { session: 0 }), true],
    ['chooses what was not offered', answer([0x5a, 0x5a]), false],
    ['has a session that is too long', answer([0x13, 1], { session: 40 }), false],
    ['is compressed', answer([0x13, 1], { compression: 1 }), false],
    ['is another message', answer([0x13, 1], { type: 11 }), false],
    ['is application data', Uint8Array.from([23, 3, 3, 0, 40, ...filler(40)]), false],
    ['is no record', Uint8Array.from([0, 0, 0, 40, 200, 3, ...filler(40)]), false],
    ['refuses', Uint8Array.from([21, 3, 3, 0, 2, 2, 40]), undefined],
    ['is words', new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n'), undefined],
    ['has not come', new Uint8Array(0), undefined],
  ];
  for (const [name, server, expected] of rows)
    it(name, () => {
      assert.equal(answersHello(server, hello), expected);
    });

  it('says nothing as long as it is cut', () => {
    const whole = answer([0x13, 1]);
    for (let n = 0; n < 9 + 35 + 32 + 3; n++) assert.equal(answersHello(whole.subarray(0, n), hello), undefined);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void answersHello(bytes, hello)));
  });
});
