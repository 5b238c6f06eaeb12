/** Messages on the wire: takes them apart as bytes come, and wraps what the operator says. */
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { KEY, type StreamCipher, streamCipher } from './cipher.ts';
import type { CipherName, Wire } from './plan.ts';
import { stageCodec } from './stage.ts';
import { tinyShellCodec } from './tiny-shell.ts';

export interface Codec {
  /** @returns the messages that are complete by now; throws when they cannot be read. */
  push(bytes: Buffer): readonly Buffer[];
  wrap(message: Buffer): Buffer;
  /** What the peer has to say before anything else, if it begins. */
  readonly greeting?: Buffer;
}

/** @param datagrams each piece of bytes is a whole of its own */
export function codecOf(wire: Wire, datagrams: boolean): Codec {
  switch (wire.form) {
    case 'text':
      return { push: (bytes) => [bytes], wrap: (message) => message };
    case 'framed':
      return framed(
        (bytes) => bytes,
        (bytes) => bytes,
      );
    case 'sealed':
      if (wire.encoding === 'base64')
        return lines(
          (text) => unseal(wire.cipher, text),
          (m) => seal(wire.cipher, m),
        );
      return datagrams ? datagram(wire.cipher) : sealed(wire.cipher);
    case 'salted':
      return lines(unsalt, salt);
    case 'quic':
      return quic();
    case 'posted':
      return posted(wire.cipher);
    case 'tiny-shell':
      return tinyShellCodec();
    case 'stage':
      return stageCodec();
  }
}

/** Longest message that is believed. */
const LONGEST = 1 << 20;

function withLength(message: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(message.length);
  return Buffer.concat([head, message]);
}

function framed(decrypt: StreamCipher, encrypt: StreamCipher): Codec {
  let held = Buffer.alloc(0);
  return {
    push(bytes) {
      held = Buffer.concat([held, decrypt(bytes)]);
      const found: Buffer[] = [];
      while (held.length >= 4) {
        const length = held.readUInt32BE();
        if (length > LONGEST) throw new Error(`a message of ${length} bytes: it was not decrypted`);
        if (held.length < 4 + length) break;
        found.push(held.subarray(4, 4 + length));
        held = held.subarray(4 + length);
      }
      return found;
    },
    wrap: (message) => encrypt(withLength(message)),
  };
}

/** The stream begins with its initial value; the other way it is this one with every bit turned. */
function sealed(name: CipherName): Codec {
  let held = Buffer.alloc(0);
  let inner: Codec | undefined;
  return {
    push(bytes) {
      if (inner !== undefined) return inner.push(bytes);
      held = Buffer.concat([held, bytes]);
      if (held.length < 16) return [];
      const iv = held.subarray(0, 16);
      inner = framed(streamCipher(name, iv), streamCipher(name, Buffer.from(iv.map((byte) => ~byte))));
      return inner.push(held.subarray(16));
    },
    wrap(message) {
      if (inner === undefined) throw new Error('nothing has come yet');
      return inner.wrap(message);
    },
  };
}

function seal(name: CipherName, message: Buffer): Buffer {
  const iv = randomBytes(16);
  return Buffer.concat([iv, streamCipher(name, iv)(withLength(message))]);
}

/** What stands behind the message is zeroes. */
function unseal(name: CipherName, bytes: Buffer): Buffer {
  const plain = streamCipher(name, bytes.subarray(0, 16))(bytes.subarray(16));
  const end = plain.length < 4 ? -1 : 4 + plain.readUInt32BE();
  if (end < 0 || end > plain.length || plain.subarray(end).some((byte) => byte !== 0))
    throw new Error('it was not decrypted');
  return plain.subarray(4, end);
}

/** Flags, an identity of 8 bytes; the long form has a version, another identity and lengths besides. */
function quic(): Codec {
  const [long, short] = [18, 9];
  let id = Buffer.alloc(8);
  return {
    push(bytes) {
      const first = ((bytes[0] ?? 0) & 0x80) !== 0;
      id = Buffer.from(first ? bytes.subarray(6, 14) : bytes.subarray(1, 9));
      return [unseal('chacha20', bytes.subarray(first ? long : short))];
    },
    wrap: (message) => Buffer.concat([Buffer.from([0x41]), id, seal('chacha20', message)]),
  };
}

const datagram = (name: CipherName): Codec => ({
  push: (bytes) => [unseal(name, bytes)],
  wrap: (message) => seal(name, message),
});

function lines(decode: (bytes: Buffer) => Buffer, encode: (message: Buffer) => Buffer): Codec {
  let held = '';
  return {
    push(bytes) {
      held += bytes.toString('latin1');
      const all = held.split('\n');
      held = all.pop() ?? '';
      return all.map((line) => decode(Buffer.from(line, 'base64')));
    },
    wrap: (message) => Buffer.from(`${encode(message).toString('base64')}\n`),
  };
}

/** Characters of the name in clear. */
const AGENT = 36;

/** One request for each connection; the answer ends it. */
function posted(name: CipherName): Codec {
  let held = '';
  let agent = Buffer.alloc(AGENT);
  return {
    push(bytes) {
      held += bytes.toString('latin1');
      const at = held.indexOf('\r\n\r\n');
      const length = Number(/^content-length: (\d+)/im.exec(held)?.[1] ?? Number.NaN);
      if (at < 0 || !(held.length - at - 4 >= length)) return [];
      const body = Buffer.from(held.slice(at + 4, at + 4 + length), 'base64');
      held = '';
      agent = body.subarray(0, AGENT);
      return [unseal(name, body.subarray(AGENT))];
    },
    wrap(message) {
      const body = Buffer.concat([agent, seal(name, message)]).toString('base64');
      return Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
    },
  };
}

/** As `openssl enc -aes-256-cbc -pbkdf2` derives and writes it. */
function keysOf(password: Buffer, bytes: Buffer): { key: Buffer; iv: Buffer } {
  const made = pbkdf2Sync(password, bytes, 10_000, 48, 'sha256');
  return { key: made.subarray(0, 32), iv: made.subarray(32) };
}

function salt(message: Buffer): Buffer {
  const grains = randomBytes(8);
  const { key, iv } = keysOf(KEY, grains);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([Buffer.from('Salted__'), grains, cipher.update(message), cipher.final()]);
}

function unsalt(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, 8) !== 'Salted__') throw new Error('it is not what openssl enc makes');
  const { key, iv } = keysOf(KEY, bytes.subarray(8, 16));
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
}
