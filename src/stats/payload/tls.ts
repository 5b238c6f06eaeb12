/**
 * TLS ClientHello (RFC 8446 §4.1.2) from the first bytes of a stream, which may end anywhere, be fragmented over
 * records, or lie. What was read before the cut is told; `complete` says whether absence may be believed.
 *
 * @module
 */
import { ByteReader, uint16List } from './reader.ts';

export interface ClientHello {
  /** The whole hello was read and its lengths agree. */
  readonly complete: boolean;
  /** Its lengths contradict each other: somebody made this up. */
  readonly malformed: boolean;
  /** Legacy version field, as 0x0303. */
  readonly version: number;
  /** From `supported_versions`; empty when that extension was not seen. */
  readonly supportedVersions: readonly number[];
  readonly ciphers: readonly number[];
  /** Types in the order sent. */
  readonly extensions: readonly number[];
  /** Printable ASCII as sent; other bytes are shown as `\xNN`. */
  readonly serverName: string | undefined;
  readonly alpn: readonly string[];
  readonly signatureAlgorithms: readonly number[];
  /** Is there no server name: `unknown` when the hello was cut before that could be said. */
  readonly hasServerName: Presence;
  readonly hasAlpn: Presence;
}

export type Presence = 'yes' | 'no' | 'unknown';

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;

/** Bytes before the content of a record. */
export const RECORD_HEADER = 5;

/** Does this begin like a TLS record of any kind (RFC 8446 §5.1)? */
export function isRecord([type = 0, major = 0, minor = 9]: Uint8Array): boolean {
  return type >= 20 && type <= 23 && major === 3 && minor <= 4;
}

/** Does this begin a TLS record that carries a ClientHello? True for 6 bytes or more that fit, whatever follows. */
export function looksLikeClientHello(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 6 && bytes[0] === HANDSHAKE && bytes[1] === 3 && (bytes[2] ?? 9) <= 4 && bytes[5] === CLIENT_HELLO
  );
}

/** Does this begin a TLS record with a ServerHello, or an alert? */
export function looksLikeServerHello(bytes: Uint8Array): boolean {
  if (bytes.length < 6 || bytes[1] !== 3 || (bytes[2] ?? 9) > 4) return false;
  return (bytes[0] === HANDSHAKE && bytes[5] === 2) || (bytes[0] === 21 && bytes[3] === 0 && bytes[4] === 2);
}

/** Reads a ClientHello; undefined when the bytes do not begin one. */
export function parseClientHello(bytes: Uint8Array): ClientHello | undefined {
  if (!looksLikeClientHello(bytes)) return undefined;
  const handshake = joinRecords(bytes);
  const reader = new ByteReader(handshake);
  reader.uint(1);
  const length = reader.uint(3);
  if (length === undefined) return emptyHello;
  const whole = reader.rest >= length;
  return readBody(new ByteReader(reader.upTo(length)), whole);
}

/** Payloads of consecutive handshake records, until one is of another type or cut. */
function joinRecords(bytes: Uint8Array): Uint8Array {
  const reader = new ByteReader(bytes);
  const parts: Uint8Array[] = [];
  while (reader.rest >= 5) {
    const type = reader.uint(1);
    const version = reader.uint(2) ?? 0;
    const length = reader.uint(2) ?? 0;
    if (type !== HANDSHAKE || version >> 8 !== 3 || length === 0) break;
    parts.push(reader.upTo(length));
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(Buffer.concat(parts));
}

const emptyHello: ClientHello = {
  complete: false,
  malformed: false,
  version: 0,
  supportedVersions: [],
  ciphers: [],
  extensions: [],
  serverName: undefined,
  alpn: [],
  signatureAlgorithms: [],
  hasServerName: 'unknown',
  hasAlpn: 'unknown',
};

function readBody(reader: ByteReader, whole: boolean): ClientHello {
  const version = reader.uint(2) ?? 0;
  const random = reader.take(32);
  const sessionLength = reader.uint(1);
  const session = sessionLength === undefined ? undefined : reader.take(sessionLength);
  const cipherLength = session === undefined ? undefined : reader.uint(2);
  const cipherBytes = cipherLength === undefined ? undefined : reader.upTo(cipherLength);
  const ciphers = uint16List(cipherBytes ?? new Uint8Array(0));
  const compressionLength = cipherBytes?.length === cipherLength ? reader.uint(1) : undefined;
  const compression = compressionLength === undefined ? undefined : reader.take(compressionLength);
  if (random === undefined || compression === undefined || cipherLength === undefined) {
    return { ...emptyHello, version, ciphers, malformed: whole };
  }
  const malformed = (sessionLength ?? 0) > 32 || cipherLength % 2 === 1 || ciphers.length === 0;
  if (reader.rest === 0 && whole) {
    return { ...emptyHello, version, ciphers, complete: true, malformed, hasServerName: 'no', hasAlpn: 'no' };
  }
  const extensionLength = reader.uint(2);
  if (extensionLength === undefined) return { ...emptyHello, version, ciphers, malformed: malformed || whole };
  const short = whole && reader.rest !== extensionLength;
  const walk = readExtensions(new ByteReader(reader.upTo(extensionLength)), extensionLength);
  const complete = (whole && !short && !walk.cut) || (!whole && walk.padded);
  return {
    complete,
    malformed: malformed || short || (whole && walk.cut),
    version,
    ciphers,
    supportedVersions: walk.supportedVersions,
    extensions: walk.types,
    serverName: walk.serverName,
    alpn: walk.alpn,
    signatureAlgorithms: walk.signatureAlgorithms,
    hasServerName: presence(walk.types, 0, complete, whole),
    hasAlpn: presence(walk.types, 16, complete, whole),
  };
}

interface ExtensionWalk {
  types: number[];
  serverName: string | undefined;
  alpn: string[];
  supportedVersions: readonly number[];
  signatureAlgorithms: readonly number[];
  cut: boolean;
  /** Cut within padding that, by its length, is the last extension: nothing else is missing. */
  padded: boolean;
}

function readExtensions(reader: ByteReader, announced: number): ExtensionWalk {
  const available = reader.rest;
  const walk: ExtensionWalk = {
    types: [],
    serverName: undefined,
    alpn: [],
    supportedVersions: [],
    signatureAlgorithms: [],
    cut: false,
    padded: false,
  };
  while (reader.rest > 0) {
    const type = reader.uint(2);
    if (type === undefined) {
      walk.cut = true;
      break;
    }
    walk.types.push(type);
    const length = reader.uint(2);
    const consumed = available - reader.rest;
    const body = reader.upTo(length ?? 0);
    walk.padded = type === 21 && length !== undefined && consumed + length === announced;
    if (length === undefined || body.length < length) walk.cut = true;
    if (type === 0) walk.serverName ??= readServerName(body);
    else if (type === 16) walk.alpn = readAlpn(body);
    else if (type === 43) walk.supportedVersions = uint16List(body.subarray(1));
    else if (type === 13) walk.signatureAlgorithms = uint16List(body.subarray(2));
    if (walk.cut) break;
  }
  return walk;
}

function readServerName(body: Uint8Array): string | undefined {
  const reader = new ByteReader(body);
  reader.uint(2);
  if (reader.uint(1) !== 0) return undefined;
  const length = reader.uint(2);
  return length === undefined ? undefined : shown(reader.upTo(length));
}

function readAlpn(body: Uint8Array): string[] {
  const reader = new ByteReader(body);
  reader.uint(2);
  const names: string[] = [];
  for (let length = reader.uint(1); length !== undefined && length > 0; length = reader.uint(1)) {
    const name = reader.upTo(length);
    if (name.length > 0) names.push(shown(name));
  }
  return names;
}

/** A name from the wire as text that is safe to show: what is not printable ASCII becomes `\xNN`. */
function shown(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text +=
      byte > 0x20 && byte < 0x7f && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/** The order in which OpenSSL writes its extensions (ssl/statem/extensions.c), up to the first long one. */
const OPENSSL_ORDER = [
  65281, 0, 1, 12, 11, 10, 35, 5, 13172, 16, 14, 22, 18, 23, 50, 49, 19, 20, 13, 43, 45, 51, 44, 41, 21,
];

/**
 * Is an extension there? In a hello that was cut, its absence can still be told when the sender writes in
 * OpenSSL's fixed order and its place has been passed; browsers shuffle theirs and stay `unknown`.
 */
function presence(types: readonly number[], wanted: number, complete: boolean, whole: boolean): Presence {
  if (types.includes(wanted)) return 'yes';
  if (complete || whole) return 'no';
  const ranks = types.map((type) => OPENSSL_ORDER.indexOf(type));
  const ordered = ranks.every((rank, i) => rank >= 0 && (i === 0 || rank > (ranks[i - 1] as number)));
  const passed = (ranks.at(-1) ?? -1) > OPENSSL_ORDER.indexOf(wanted);
  return ordered && passed && types.length >= 4 ? 'no' : 'unknown';
}
