/**
 * Messages as Tiny SHell and what descends from it (Rekoobe) exchange them: the client begins with two initial values of
 * 20 bytes; each message is two bytes of length and its text, padded, under AES-128-CBC, and an HMAC-SHA1 over that and a
 * counter. A challenge comes first each way.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { KEY } from './cipher.ts';
import type { Codec } from './codec.ts';

/** The one that every build of it has. */
export const CHALLENGE = Buffer.from('5890ae86f1b91cf6298395711dde580d', 'hex');
const SEEDS = 40;
const BLOCK = 16;
const DIGEST = 20;

interface Way {
  iv: Buffer;
  counter: number;
  readonly key: Buffer;
  readonly mac: Buffer;
}

/** SHA-1 over the secret and the seed gives the key of one way. */
function way(seed: Buffer): Way {
  const made = createHash('sha1').update(KEY).update(seed).digest();
  return { iv: seed.subarray(0, BLOCK), counter: 0, key: made.subarray(0, BLOCK), mac: made };
}

function digest(state: Way, sealed: Buffer): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(state.counter);
  state.counter += 1;
  return createHmac('sha1', state.mac).update(sealed).update(counter).digest();
}

export function tinyShellCodec(): Codec {
  let held = Buffer.alloc(0);
  let into: Way | undefined;
  let out: Way | undefined;
  let challenged = false;

  const wrap = (message: Buffer): Buffer => {
    if (out === undefined) throw new Error('nothing has come yet');
    const plain = Buffer.alloc(Math.ceil((message.length + 2) / BLOCK) * BLOCK);
    plain.writeUInt16BE(message.length);
    message.copy(plain, 2);
    const cipher = createCipheriv('aes-128-cbc', out.key, out.iv).setAutoPadding(false);
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    out.iv = sealed.subarray(-BLOCK);
    return Buffer.concat([sealed, digest(out, sealed)]);
  };

  const one = (): Buffer | undefined => {
    if (into === undefined || held.length < BLOCK) return undefined;
    const open = (bytes: Buffer, state: Way) =>
      createDecipheriv('aes-128-cbc', state.key, state.iv).setAutoPadding(false).update(bytes);
    const length = open(held.subarray(0, BLOCK), into).readUInt16BE();
    const padded = Math.ceil((length + 2) / BLOCK) * BLOCK;
    if (held.length < padded + DIGEST) return undefined;
    const sealed = held.subarray(0, padded);
    const text = open(sealed, into).subarray(2, 2 + length);
    if (!timingSafeEqual(digest(into, sealed), held.subarray(padded, padded + DIGEST)))
      throw new Error('the digest is wrong');
    into.iv = sealed.subarray(-BLOCK);
    held = held.subarray(padded + DIGEST);
    return text;
  };

  return {
    push(bytes) {
      held = Buffer.concat([held, bytes]);
      if (into === undefined && held.length >= SEEDS) {
        into = way(held.subarray(0, DIGEST));
        out = way(held.subarray(DIGEST, SEEDS));
        held = held.subarray(SEEDS);
      }
      const found: Buffer[] = [];
      for (let text = one(); text !== undefined; text = one()) {
        if (!challenged) {
          if (!text.equals(CHALLENGE)) throw new Error('the challenge is wrong');
          challenged = true;
        } else found.push(text);
      }
      return found;
    },
    wrap,
  };
}
