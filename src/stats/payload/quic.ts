/**
 * QUIC from the first datagram of a client. Its Initial packet is encrypted with keys that follow from what stands in
 * it in clear (RFC 9001 §5.2), so that whoever only wears the header can be told from who speaks the protocol.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { ByteReader } from './reader.ts';

interface Version {
  readonly salt: Buffer;
  /** Of the labels that keys are derived with. */
  readonly label: string;
  /** The long packet type that is Initial. */
  readonly initial: number;
}

/** RFC 9001 §5.2, RFC 9369 §3.3. */
const VERSIONS: Readonly<Record<number, Version>> = {
  1: { salt: Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex'), label: 'quic', initial: 0 },
  1798521807: { salt: Buffer.from('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'hex'), label: 'quicv2', initial: 1 },
};

/** Enough for the first frame and its lengths. */
const LOOKED_AT = 32;
const [PADDING, PING, ACK, ACK_ECN, CRYPTO, CLOSE] = [0, 1, 2, 3, 6, 0x1c];
/** A handshake fits into this many bytes; bytes. */
const LONGEST_CRYPTO = 1 << 16;

/**
 * A long header with a version that is known or reserved, and sane identities (RFC 8999, 9000, 9369), over what fits it.
 * @param fromClient the first datagram of the side that opened the session; of the other side only the header is looked at
 */
export function isQuic(bytes: Uint8Array, fromClient = true): boolean {
  if (bytes.length < 24 || ((bytes[0] ?? 0) & 0xc0) !== 0xc0) return false;
  const version = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(1);
  const known = VERSIONS[version] !== undefined || version >>> 8 === 0xff0000 || (version & 0x0f0f0f0f) === 0x0a0a0a0a;
  const destination = bytes[5] ?? 255;
  return known && destination <= 20 && (bytes[6 + destination] ?? 255) <= 20 && !(fromClient && isForgedInitial(bytes));
}

/**
 * Is this an Initial of a client whose content is not what its keys promise? False where that cannot be said: another
 * type or version, a cut packet.
 * @param bytes that begin with a long header
 */
export function isForgedInitial(bytes: Uint8Array): boolean {
  const packet = readInitial(bytes);
  if (packet === undefined) return false;
  const plain = decrypt(packet);
  return plain === undefined || !beginsWithFrame(plain);
}

interface Initial {
  readonly version: Version;
  readonly destination: Uint8Array;
  readonly flags: number;
  /** From the packet number on. */
  readonly rest: Uint8Array;
}

function readInitial(bytes: Uint8Array): Initial | undefined {
  const reader = new ByteReader(bytes);
  const flags = reader.uint(1) ?? 0;
  const version = VERSIONS[reader.uint(4) ?? 0];
  if (version === undefined || ((flags >> 4) & 3) !== version.initial) return undefined;
  const destination = reader.take(reader.uint(1) ?? 0);
  const source = reader.take(reader.uint(1) ?? 0);
  const token = variable(reader);
  if (destination === undefined || source === undefined || token === undefined) return undefined;
  // a client's first has an identity of 8 bytes at least (RFC 9000 §7.2)
  if (destination.length < 8 || reader.take(token) === undefined || variable(reader) === undefined) return undefined;
  return reader.rest < 4 + 16 + LOOKED_AT ? undefined : { version, destination, flags, rest: reader.upTo(512) };
}

/** RFC 9000 §16. */
function variable(reader: ByteReader): number | undefined {
  const first = reader.uint(1);
  if (first === undefined) return undefined;
  let value = first & 0x3f;
  for (let more = (1 << (first >> 6)) - 1; more > 0; more -= 1) {
    const next = reader.uint(1);
    if (next === undefined) return undefined;
    value = value * 256 + next;
  }
  return value;
}

/** HKDF-Expand-Label without a context (RFC 8446 §7.1), for one block. */
function expand(secret: Buffer, label: string, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([0, 1])]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}

/** The first bytes of the payload; undefined when bits that must be zero are not. The tag is not looked at: the packet may be cut. */
function decrypt({ version: { salt, label }, destination, flags, rest }: Initial): Uint8Array | undefined {
  const secret = expand(createHmac('sha256', salt).update(destination).digest(), 'client in', 32);
  const mask = createCipheriv('aes-128-ecb', expand(secret, `${label} hp`, 16), null).update(rest.subarray(4, 20));
  const bare = flags ^ ((mask[0] ?? 0) & 0x0f);
  if ((bare & 0x0c) !== 0) return undefined;
  const length = (bare & 3) + 1;
  const nonce = Buffer.concat([expand(secret, `${label} iv`, 12), Buffer.from([0, 0, 0, 2])]);
  for (let i = 0; i < length; i += 1) {
    const at = 12 - length + i;
    nonce[at] = (nonce[at] as number) ^ (rest[i] as number) ^ (mask[1 + i] as number);
  }
  const decipher = createDecipheriv('aes-128-ctr', expand(secret, `${label} key`, 16), nonce);
  return decipher.update(rest.subarray(length, length + LOOKED_AT));
}

/** One of the frames that an Initial may have (RFC 9000 §12.4), with lengths that it can have. */
function beginsWithFrame(plain: Uint8Array): boolean {
  let at = 0;
  while (at < plain.length && (plain[at] === PADDING || plain[at] === PING)) at += 1;
  // some clients begin with padding
  if (at >= 4) return true;
  const reader = new ByteReader(plain.subarray(at + 1));
  const [first = LONGEST_CRYPTO, second = LONGEST_CRYPTO] = [variable(reader), variable(reader)];
  if (plain[at] === CRYPTO) return first < LONGEST_CRYPTO && second < LONGEST_CRYPTO;
  return plain[at] === ACK || plain[at] === ACK_ECN || plain[at] === CLOSE;
}
