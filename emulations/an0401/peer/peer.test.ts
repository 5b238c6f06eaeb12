/** A peer that could not read what came says so, or an emulation would prove nothing. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { streamCipher } from './cipher.ts';
import { codecOf } from './codec.ts';
import type { Talk, Wire } from './plan.ts';
import { conversationOf } from './talk.ts';

const talks: readonly Talk[] = [
  { kind: 'shell' },
  { kind: 'commands' },
  { kind: 'beacons', count: 3 },
  { kind: 'upload', bytes: 100 },
];
const wires: readonly Wire[] = [
  { form: 'framed' },
  { form: 'sealed', cipher: 'aes-256-ctr' },
  { form: 'sealed', cipher: 'rc4', encoding: 'base64' },
  { form: 'salted' },
  { form: 'posted', cipher: 'aes-256-ctr' },
  { form: 'tiny-shell' },
  { form: 'stage' },
];

describe('a conversation', () => {
  for (const talk of talks)
    test(`of ${talk.kind} that never took place has failed`, () => {
      assert.notDeepEqual(conversationOf(talk).failures(), []);
    });

  test('of an upload counts bytes that are not what was sent', () => {
    const upload = conversationOf({ kind: 'upload', bytes: 3 });
    upload.hear({ say: () => undefined, close: () => undefined }, Buffer.from('abd'));
    assert.deepEqual(upload.failures(), ['1 of them are not what was sent']);
  });
});

describe('a codec', () => {
  for (const wire of wires)
    test(`for ${wire.form} reads no message in noise`, () => {
      for (let i = 0; i < 50; i += 1) {
        let read: readonly Buffer[] = [];
        try {
          read = codecOf(wire, false).push(Buffer.concat([randomBytes(200), Buffer.from('\n')]));
        } catch {
          // that is an answer, too
        }
        assert.deepEqual(read, []);
      }
    });

  test('takes a message that comes byte by byte', () => {
    const iv = randomBytes(16);
    const plain = Buffer.concat([Buffer.from([0, 0, 0, 5]), Buffer.from('hello')]);
    const codec = codecOf({ form: 'sealed', cipher: 'aes-256-ctr' }, false);
    const bytes = Buffer.concat([iv, streamCipher('aes-256-ctr', iv)(plain)]);
    const found = [...bytes].flatMap((byte) => codec.push(Buffer.from([byte])));
    assert.deepEqual(found.map(String), ['hello']);
  });
});
