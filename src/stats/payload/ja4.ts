/**
 * JA4, the TLS client fingerprint (FoxIO, BSD-3-Clause part of the suite): what kind of client wrote a
 * ClientHello. A weak prior: many programs share a library, and it can be imitated.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { ClientHello } from './tls.ts';

const VERSIONS: Readonly<Record<number, string>> = { 772: '13', 771: '12', 770: '11', 769: '10', 768: 's3', 2: 's2' };

/** Fingerprint of a complete hello over TCP (`t`), QUIC (`q`) or DTLS (`d`); undefined when it was cut. */
export function ja4(hello: ClientHello, transport: 't' | 'q' | 'd' = 't'): string | undefined {
  if (!hello.complete) return undefined;
  const ciphers = hello.ciphers.filter((value) => !isGrease(value));
  const extensions = hello.extensions.filter((value) => !isGrease(value));
  const versions = hello.supportedVersions.filter((value) => !isGrease(value));
  const version = VERSIONS[versions.length > 0 ? Math.max(...versions) : hello.version] ?? '00';
  const name = hello.extensions.includes(0) ? 'd' : 'i';
  const head = `${transport}${version}${name}${two(ciphers.length)}${two(extensions.length)}${alpnMark(hello.alpn[0])}`;
  const sorted = extensions
    .filter((value) => value !== 0 && value !== 16)
    .map(hex)
    .sort();
  const signatures = hello.signatureAlgorithms.filter((value) => !isGrease(value)).map(hex);
  const tail = signatures.length > 0 ? `${sorted.join(',')}_${signatures.join(',')}` : sorted.join(',');
  return `${head}_${digest(ciphers.map(hex).sort().join(','))}_${digest(sorted.length > 0 ? tail : '')}`;
}

/** Values reserved so that servers learn to ignore the unknown (RFC 8701): 0x0a0a, 0x1a1a, … 0xfafa. */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

function two(count: number): string {
  return String(Math.min(count, 99)).padStart(2, '0');
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function alpnMark(name: string | undefined): string {
  if (name === undefined || name.length === 0) return '00';
  const first = name.charAt(0);
  const last = name.charAt(name.length - 1);
  if (/[A-Za-z0-9]/.test(first) && /[A-Za-z0-9]/.test(last)) return first + last;
  const bytes = Buffer.from(name, 'latin1').toString('hex');
  return bytes.charAt(0) + bytes.charAt(bytes.length - 1);
}

function digest(text: string): string {
  return text === '' ? '000000000000' : createHash('sha256').update(text).digest('hex').slice(0, 12);
}
