/**
 * Where a TLS handshake ends on this side: by what it takes after the hello.
 *
 * @module
 */
import type { Flow } from '../../../event/index.ts';

/**
 * What ends the handshake, beyond the hello: 64 or 80 bytes in TLS 1.3 (RFC 8446 §4.4.4 and §D.4), 93 in TLS 1.2 with a key over
 * x25519 (RFC 8422 §5.7). The shortest request by HTTP is sealed in 56 more, and goes out with it or right after it.
 */
const TLS_FINISHED = 96;
const RECORD_HEADER = 5;

/** Has this side, which began with a hello, said more than a handshake takes? So it has when it showed a certificate. */
export function hasSaidMore({ bytes, first }: Pick<Flow, 'bytes' | 'first'>): boolean {
  return bytes - helloLength(first) > TLS_FINISHED;
}

function helloLength(first: Uint8Array): number {
  return RECORD_HEADER + 256 * (first[3] ?? 0) + (first[4] ?? 0);
}
