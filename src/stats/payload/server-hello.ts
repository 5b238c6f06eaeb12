/**
 * Does a TLS server answer the ClientHello that was sent (RFC 8446 §4.1.3)? Who only dresses up as TLS knows the first message, which
 * can be copied, and seldom answers it.
 *
 * @module
 */
import { isText } from '../printable.ts';
import { ByteReader } from './reader.ts';
import type { ClientHello } from './tls.ts';

const ALERT = 21;
const HANDSHAKE = 22;
const SERVER_HELLO = 2;

/**
 * @param server the first bytes of the side that was asked
 * @returns undefined while too little of it is there, and for refusals: an alert, or words of another protocol
 */
export function answersHello(server: Uint8Array, { ciphers }: ClientHello): boolean | undefined {
  if (server.length < 6 || server[0] === ALERT || server.subarray(0, 6).every(isText)) return undefined;
  if (server[0] !== HANDSHAKE || server[1] !== 3 || server[5] !== SERVER_HELLO) return false;
  const reader = new ByteReader(server.subarray(9));
  const version = reader.uint(2);
  const random = reader.take(32);
  const session = reader.uint(1);
  if (version === undefined || random === undefined || session === undefined) return undefined;
  if (version >> 8 !== 3 || session > 32) return false;
  if (reader.take(session) === undefined) return undefined;
  const cipher = reader.uint(2);
  const compression = reader.uint(1);
  if (cipher === undefined || compression === undefined) return undefined;
  return compression === 0 && (ciphers.length === 0 || ciphers.includes(cipher));
}
