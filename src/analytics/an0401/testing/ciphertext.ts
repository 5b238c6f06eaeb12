/**
 * Ciphertext for tests, reproducible from a seed: real AES-CTR and ChaCha20 from node:crypto, and RC4, which
 * OpenSSL 3 no longer offers by default and which is short.
 */
import { createCipheriv, createHash } from 'node:crypto';

function keyOf(seed: number): Buffer {
  return createHash('sha256').update(`test key ${seed}`).digest();
}

const plain = (length: number): Buffer => Buffer.alloc(length, 'the quick brown fox jumps over the lazy dog; ');

export function aes(length: number, seed = 1): Uint8Array {
  const cipher = createCipheriv('aes-256-ctr', keyOf(seed), keyOf(seed + 1000).subarray(0, 16));
  return new Uint8Array(cipher.update(plain(length)));
}

export function chacha20(length: number, seed = 1): Uint8Array {
  const cipher = createCipheriv('chacha20', keyOf(seed), keyOf(seed + 1000).subarray(0, 16));
  return new Uint8Array(cipher.update(plain(length)));
}

export function rc4(length: number, seed = 1): Uint8Array {
  const key = keyOf(seed);
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (i: number, j: number) => {
    const held = state[i] as number;
    state[i] = state[j] as number;
    state[j] = held;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  let a = 0;
  let b = 0;
  return Uint8Array.from(plain(length), (byte) => {
    a = (a + 1) & 255;
    b = (b + (state[a] as number)) & 255;
    swap(a, b);
    return byte ^ (state[((state[a] as number) + (state[b] as number)) & 255] as number);
  });
}
