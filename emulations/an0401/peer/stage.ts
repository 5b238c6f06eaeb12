/**
 * A staged implant, as Meterpreter over TCP: the peer sends a length (4 bytes, little-endian) and so many bytes of stage. Packets after
 * it begin with a key of 4 bytes, under which all the rest lies by XOR: 16 bytes of session, flags, length and type of 4 bytes
 * each, and the body. Flag 1: the body is an initial value and AES-256-CBC.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KEY } from './cipher.ts';
import type { Codec } from './codec.ts';

/** Nothing that could run: text in the place of a program, of the usual size. */
const STAGE = Buffer.from('this would be the stage. '.repeat(1600));
const HEAD = 32;
const ENCRYPTED = 1;

function xor(bytes: Buffer, key: Buffer): Buffer {
  return Buffer.from(bytes.map((byte, i) => byte ^ (key[i % 4] as number)));
}

export function stageCodec(): Codec {
  let held = Buffer.alloc(0);
  let session = Buffer.alloc(16);
  let secret = false;
  const size = Buffer.alloc(4);
  size.writeUInt32LE(STAGE.length);

  const open = (): Buffer | undefined => {
    if (held.length < HEAD) return undefined;
    const key = held.subarray(0, 4);
    const head = xor(held.subarray(4, HEAD), key);
    const length = head.readUInt32BE(20);
    if (length > 1 << 20) throw new Error(`a packet of ${length} bytes: the key was not taken away`);
    if (held.length < HEAD + length) return undefined;
    const body = xor(held.subarray(HEAD, HEAD + length), key);
    session = Buffer.from(head.subarray(0, 16));
    held = held.subarray(HEAD + length);
    secret = head.readUInt32BE(16) === ENCRYPTED;
    if (!secret) return body;
    const decipher = createDecipheriv('aes-256-cbc', KEY, body.subarray(0, 16));
    return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]);
  };

  const sealed = (message: Buffer): Buffer => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', KEY, iv);
    return Buffer.concat([iv, cipher.update(message), cipher.final()]);
  };

  return {
    greeting: Buffer.concat([size, STAGE]),
    push(bytes) {
      held = Buffer.concat([held, bytes]);
      const found: Buffer[] = [];
      for (let message = open(); message !== undefined; message = open()) found.push(message);
      return found;
    },
    wrap(message) {
      const key = randomBytes(4);
      const body = secret ? sealed(message) : message;
      const head = Buffer.alloc(HEAD - 4);
      session.copy(head);
      head.writeUInt32BE(secret ? ENCRYPTED : 0, 16);
      head.writeUInt32BE(body.length, 20);
      return Buffer.concat([key, xor(Buffer.concat([head, body]), key)]);
    },
  };
}
