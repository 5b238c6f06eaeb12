/**
 * What the first bytes of a session say about encryption: shared by the legs for cryptography and for abnormal bytes.
 *
 * @module
 */
import {
  type Compressed,
  compressedFormat,
  type EncryptedJudgement,
  hiddenStream,
  isRecord,
  judgeBody,
  judgeEncoded,
  judgeEncrypted,
  type TextEncoding,
  unframed,
} from '../../../stats/index.ts';
import type { SessionState } from '../session/session-table.ts';

export interface PayloadEvidence {
  readonly direction: 'sent' | 'received';
  readonly bytes: number;
  readonly judgement: EncryptedJudgement;
  /** The text encoding that it was hidden in. */
  readonly encoding: TextEncoding | undefined;
  readonly compressed: Compressed | undefined;
  /** Length of the readable heads of its messages, when it was judged without them. */
  readonly head?: number;
}

/** Protocols whose payload is encrypted by their nature and named in clear. */
export const ENCRYPTED_PROTOCOLS: ReadonlySet<string> = new Set([
  'tls',
  'dtls',
  'quic',
  'rtp',
  'ssh',
  'wireguard',
  'openvpn',
]);
/** Ciphertext containers on the wire. */
export const CONTAINERS: ReadonlySet<string> = new Set(['openssl-enc', 'age']);

const known = new WeakMap<Uint8Array, PayloadEvidence>();

/** The first bytes each way that are judged: behind the talk with a proxy, where there was one. */
function firstOf({ event, application: { behind }, direction }: SessionState): Record<'tx' | 'rx', Uint8Array> {
  if (behind === undefined) return { tx: event.tx.first, rx: event.rx.first };
  return direction === 'in' ? { tx: behind.server, rx: behind.client } : { tx: behind.client, rx: behind.server };
}

/** Judgements of the first payload each way; empty where no byte was seen. */
export function payloadEvidence(session: SessionState): readonly PayloadEvidence[] {
  const { tx, rx } = firstOf(session);
  // what was under way before it was seen may be anything by its middle: most of it is TLS
  const { inherited } = session.event;
  const found: PayloadEvidence[] = [];
  if (tx.length > 0) found.push(cached('sent', tx, inherited));
  if (rx.length > 0) found.push(cached('received', rx, inherited));
  return found;
}

function cached(direction: 'sent' | 'received', bytes: Uint8Array, midway: boolean): PayloadEvidence {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const judged = judge(direction, bytes, midway);
  known.set(bytes, judged);
  return judged;
}

function judge(direction: 'sent' | 'received', bytes: Uint8Array, midway: boolean): PayloadEvidence {
  const encoded = judgeEncoded(bytes);
  if (encoded?.decoded.random === true) {
    return {
      direction,
      bytes: encoded.length,
      judgement: encoded.decoded,
      encoding: encoded.encoding,
      compressed: undefined,
    };
  }
  const whole = judgeBytes(direction, bytes);
  if (isRandom(whole) || whole.compressed !== undefined || (midway && isRecord(bytes))) return whole;
  const framed = unframed(bytes);
  if (framed === undefined || framed.bodies.length < MIN_BODIES) return whole;
  const behind = judgeBytes(direction, framed.bodies);
  return isRandom(behind) ? { ...behind, head: framed.head } : whole;
}

/** Bytes behind readable heads that say something: what a head is, is a guess. */
const MIN_BODIES = 48;

function judgeBytes(direction: 'sent' | 'received', bytes: Uint8Array): PayloadEvidence {
  const judgement = judgeEncrypted(bytes);
  const compressed = compressedFormat(bytes) ?? (judgement.random ? hidden(bytes) : undefined);
  return { direction, bytes: bytes.length, judgement, encoding: undefined, compressed };
}

/** A compressed stream without a header, or behind one of the program's own. */
function hidden(bytes: Uint8Array): Compressed | undefined {
  const found = hiddenStream(bytes);
  return found && { format: found.format, proof: 'decompressed' };
}

/** What is ciphertext in the body of an HTTP request or answer; the request first. */
export function ciphertextBodies(session: SessionState): readonly PayloadEvidence[] {
  const { tx, rx } = firstOf(session);
  return [bodyOf('sent', tx), bodyOf('received', rx)].flat();
}

const bodies = new WeakMap<Uint8Array, readonly PayloadEvidence[]>();

function bodyOf(direction: PayloadEvidence['direction'], message: Uint8Array): readonly PayloadEvidence[] {
  const before = bodies.get(message);
  if (before !== undefined) return before;
  const body = judgeBody(message);
  const { judgement, encoding, length: bytes } = body ?? { length: 0 };
  const found = judgement?.random === true ? [{ direction, bytes, judgement, encoding, compressed: undefined }] : [];
  bodies.set(message, found);
  return found;
}

/** Was it ciphertext already when the program handed it over? A relay that encrypts for its users is given plain text. */
export function carriesCiphertext(session: SessionState): boolean {
  const { name } = session.application;
  if (name === 'unknown') return payloadEvidence(session).some(isRandom);
  if (name === 'http') return ciphertextBodies(session).length > 0;
  return name === 'tls' || CONTAINERS.has(name);
}

/** Nobody on the way can read it. */
export function isEncrypted(session: SessionState): boolean {
  return ENCRYPTED_PROTOCOLS.has(session.application.name) || carriesCiphertext(session);
}

/** Cannot be told from random bytes, and is not compressed data either. */
export function isRandom(evidence: PayloadEvidence): boolean {
  return evidence.judgement.random && (evidence.compressed === undefined || evidence.compressed.proof === 'false');
}
