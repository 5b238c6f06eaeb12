/** The ciphers of the implants, at the peer: Node's own, but for RC4, which OpenSSL 3 no longer offers by default. */
import { createCipheriv } from 'node:crypto';
import type { CipherName } from './plan.ts';

/** Shared with every implant. */
export const KEY = Buffer.from('cipherwatch emulation key 000001');

/** Encrypts or decrypts the next bytes of a stream. */
export type StreamCipher = (bytes: Buffer) => Buffer;

export function streamCipher(name: CipherName, iv: Buffer): StreamCipher {
  if (name === 'rc4') return rc4(Buffer.concat([KEY.subarray(0, 16), iv]));
  const start = name === 'chacha20' ? Buffer.concat([Buffer.alloc(4), iv.subarray(0, 12)]) : iv;
  const cipher = createCipheriv(name, KEY, start);
  return (bytes) => cipher.update(bytes);
}

function rc4(key: Buffer): StreamCipher {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number) => state[i & 255] as number;
  const swap = (a: number, b: number) => {
    const held = at(a);
    state[a & 255] = at(b);
    state[b & 255] = held;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return (bytes) =>
    Buffer.from(
      bytes.map((byte) => {
        i = (i + 1) & 255;
        j = (j + at(i)) & 255;
        swap(i, j);
        return byte ^ at(at(i) + at(j));
      }),
    );
}
