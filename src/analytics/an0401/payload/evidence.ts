/**
 * What the first bytes of a session say about encryption: shared by the legs for cryptography and for abnormal bytes.
 *
 * @module
 */
import {
  type Compressed,
  compressedFormat,
  type EncodedPayload,
  type EncryptedJudgement,
  judgeEncoded,
  judgeEncodedBody,
  judgeEncrypted,
  type TextEncoding,
} from '../../../stats/index.ts';
import type { SessionState } from '../session/session-table.ts';

export interface PayloadEvidence {
  readonly direction: 'sent' | 'received';
  readonly bytes: number;
  readonly judgement: EncryptedJudgement;
  /** The text encoding that it was hidden in. */
  readonly encoding: TextEncoding | undefined;
  readonly compressed: Compressed | undefined;
}

/** Protocols whose payload is encrypted by their nature and named in clear. */
export const ENCRYPTED_PROTOCOLS: ReadonlySet<string> = new Set(['tls', 'dtls', 'quic', 'ssh', 'wireguard', 'openvpn']);
/** Ciphertext containers on the wire. */
export const CONTAINERS: ReadonlySet<string> = new Set(['openssl-enc', 'age']);

const known = new WeakMap<Uint8Array, PayloadEvidence>();

/** Judgements of the first payload each way; empty where no byte was seen. */
export function payloadEvidence(session: SessionState): readonly PayloadEvidence[] {
  const { tx, rx } = session.event;
  const found: PayloadEvidence[] = [];
  if (tx.first.length > 0) found.push(cached('sent', tx.first));
  if (rx.first.length > 0) found.push(cached('received', rx.first));
  return found;
}

function cached(direction: 'sent' | 'received', bytes: Uint8Array): PayloadEvidence {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const judged = judge(direction, bytes);
  known.set(bytes, judged);
  return judged;
}

function judge(direction: 'sent' | 'received', bytes: Uint8Array): PayloadEvidence {
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
  const judgement = judgeEncrypted(bytes);
  return { direction, bytes: bytes.length, judgement, encoding: undefined, compressed: compressedFormat(bytes) };
}

/** What is ciphertext in the body of an HTTP request or answer, behind a text encoding; the request first. */
export function encodedBodies({ event }: SessionState): readonly PayloadEvidence[] {
  return (['tx', 'rx'] as const).flatMap((way) => {
    const found = bodyOf(event[way].first);
    if (found?.decoded.random !== true) return [];
    const direction = way === 'tx' ? 'sent' : 'received';
    const { decoded: judgement, encoding, length: bytes } = found;
    return [{ direction, bytes, judgement, encoding, compressed: undefined }];
  });
}

const bodies = new WeakMap<Uint8Array, { readonly found: EncodedPayload | undefined }>();

function bodyOf(bytes: Uint8Array): EncodedPayload | undefined {
  const before = bodies.get(bytes);
  if (before !== undefined) return before.found;
  const found = judgeEncodedBody(bytes);
  bodies.set(bytes, { found });
  return found;
}

/** Was it ciphertext already when the program handed it over? A relay that encrypts for its users is given plain text. */
export function carriesCiphertext(session: SessionState): boolean {
  const { name } = session.application;
  if (name === 'unknown') return payloadEvidence(session).some(isRandom);
  if (name === 'http') return encodedBodies(session).length > 0;
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
