/** Takes back what the encryptor did, with other implementations of its ciphers: what it leaves is ciphertext. */
import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Order, Shape } from './shape.ts';

const KEY = Buffer.from('the key of an emulation, no more');
const XOR_KEY = Buffer.from('emulated-key!');
const MASK = (1n << 64n) - 1n;

/** Orders that leave the ciphertext under the original's name. */
const IN_ITS_PLACE: readonly Order[] = [
  'in-place',
  'rename-over',
  'uring-rename',
  'exchange',
  'truncate-rewrite',
  'truncate-path',
  'empty-then-append',
  'other-file-system',
];

/** Where the ciphertext of an original lies. @param aside the directory beside the tree */
export function leftAt(path: string, { order = 'in-place', suffix = '' }: Shape, aside: string): string {
  if (order === 'elsewhere') return join(aside, hash(path).toString(16).padStart(16, '0') + suffix);
  return IN_ITS_PLACE.includes(order) ? path : `${path}${suffix}`;
}

/** @param told the original's path as it was told: its nonce comes from it @param left what is left of it */
export function undo(told: string, left: string, shape: Shape): Buffer {
  const { form = 'raw', footer = 0, stripe = 'whole', stripeFrom = 0 } = shape;
  let bytes = readFileSync(left);
  bytes = bytes.subarray(0, bytes.length - footer);
  if (form === 'base64') bytes = Buffer.from(bytes.toString('latin1'), 'base64');
  if (form === 'hex') bytes = Buffer.from(bytes.toString('latin1'), 'hex');
  if (form === 'gzip') bytes = bytes.subarray(10);
  if (form === 'salted') bytes = bytes.subarray(16);
  const plain = Buffer.from(bytes);
  const stream = keystream(told, shape, bytes.length);
  for (const [from, to] of ranges(bytes.length < stripeFrom ? 'whole' : stripe, bytes.length)) {
    for (let i = from; i < to; i += 1) plain[i] = (bytes[i] ?? 0) ^ (stream[i] ?? 0);
  }
  return plain;
}

function keystream(told: string, { form, cipher }: Shape, length: number): Uint8Array {
  if (form === 'flip') return Buffer.alloc(length, 0xff);
  if (form === 'xor') return Buffer.alloc(length, XOR_KEY);
  const counter = Buffer.alloc(4);
  const [name, iv] = cipher === 'aes' ? ['aes-256-ctr', [nonce(told), counter]] : ['chacha20', [counter, nonce(told)]];
  return createDecipheriv(name as string, KEY, Buffer.concat(iv as Buffer[])).update(Buffer.alloc(length));
}

/** FNV-1a. */
function hash(path: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(path)) value = ((value ^ BigInt(byte)) * 0x100000001b3n) & MASK;
  return value;
}

function nonce(told: string): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64LE(hash(told));
  return bytes;
}

function ranges(stripe: string, length: number): readonly (readonly [from: number, to: number])[] {
  const [kind, a = 0, b = 0] = stripe.split(':').map((part, i) => (i === 0 ? part : Number(part))) as [
    string,
    number?,
    number?,
  ];
  let [on, off] = [length, 0];
  const first = kind === 'tail' ? a : 0;
  if (kind === 'head') [on, off] = [a, length];
  if (kind === 'every') [on, off] = [a, b];
  if (kind === 'spread') {
    const step = Math.floor(length / a) + 1;
    on = Math.floor((step * b) / 100) + 1;
    off = Math.max(0, step - on);
  }
  const found: (readonly [number, number])[] = [];
  for (let at = first; at < length && on + off > 0; at += on + off) found.push([at, Math.min(length, at + on)]);
  return found;
}
