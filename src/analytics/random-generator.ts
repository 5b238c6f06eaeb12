/**
 * Ciphers that a library's own random generator uses: seen in every program that asks for a random number, so no evidence.
 *
 * @module
 */
import type { CryptoUse } from '../event/index.ts';

/**
 * OpenSSL's generator encrypts in counter and codebook mode. The sensor leaves out the calls that OpenSSL 3.0 makes for it;
 * those of later versions (seen in node's copy, 3.5) look like anybody's.
 */
export function mayBeRandomGenerator(use: Pick<CryptoUse, 'interface' | 'cipher' | 'decrypts'>): boolean {
  return use.interface === 'openssl' && !use.decrypts && /^AES-\d+-(?:CTR|ECB)$/.test(use.cipher);
}
