import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nameApplication } from './protocol.ts';
import { isForgedInitial, isQuic } from './quic.ts';

/** Beginning of the client's Initial in RFC 9001, appendix A.2. */
const GENUINE = Buffer.from(
  'c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11' +
    'd242b123dc9bd8bab936b47d92ec356c0bab7df5976d27cd449f63300099f399' +
    '1c260ec4c60d17b31f8429157bb35a1282a643a8d2262cad67500cadb8e7378c',
  'hex',
);
/** Beginning of the same in RFC 9369, appendix A.2 (version 2). */
const GENUINE_2 = Buffer.from(
  'd76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485' +
    'dd04de806071bf03dceebfa162e75d6c96058bdbfb127cdfcbf903388e99ad04' +
    '9f9a3dd4425ae4d0992cfff18ecf0fdb5a842d09747052f17ac2053d21f57c5d',
  'hex',
);

const none = new Uint8Array(0);
const forged = (seed: Buffer) =>
  Buffer.concat([
    Buffer.from('c3000000010a', 'hex'),
    seed.subarray(0, 10),
    Buffer.from('00004480', 'hex'),
    seed.subarray(10),
  ]);

describe('QUIC', () => {
  it('knows the Initials of the RFCs', () => {
    for (const packet of [GENUINE, GENUINE_2]) {
      assert.equal(isForgedInitial(packet), false);
      assert.equal(isQuic(packet), true);
      assert.equal(nameApplication({ transport: 'udp', client: packet, server: none }).name, 'quic');
    }
  });

  it('a bit of the identity changed is another key, and what it opens is noise', () => {
    const changed = Buffer.from(GENUINE);
    changed[6] = 0x84;
    assert.equal(isForgedInitial(changed), true);
    assert.equal(isQuic(changed), false);
  });

  it('a header over random bytes is found out, but for one in two hundred', () => {
    let believed = 0;
    for (let i = 0; i < 2000; i += 1) if (isQuic(forged(randomBytes(200)))) believed += 1;
    assert.ok(believed <= 30, `${believed} of 2000`);
  });

  it('stays quiet when the packet is cut, is no Initial, or is of a version with other keys', () => {
    const handshake = Buffer.from(GENUINE);
    handshake[0] = 0xe0;
    const draft = Buffer.from(GENUINE);
    draft.writeUInt32BE(0xff00001d, 1);
    for (const packet of [GENUINE.subarray(0, 40), handshake, draft]) {
      assert.equal(isForgedInitial(packet), false);
      assert.equal(isQuic(packet), true);
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        isQuic(bytes);
        isQuic(Uint8Array.from([0xc3, 0, 0, 0, 1, ...bytes]));
      }),
    );
  });
});
