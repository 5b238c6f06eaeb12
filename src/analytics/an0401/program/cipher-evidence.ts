/**
 * What ciphers in use say: those that a member was seen to set keys of, and those that its program holds the tables of.
 *
 * @module
 */
import type { CipherConstant } from '../../../event/index.ts';
import { mayBeRandomGenerator } from '../../random-generator.ts';
import type { Member, Subject } from '../case/subject.ts';
import { ENCRYPTED_PROTOCOLS } from '../payload/evidence.ts';
import type { UsedCipher } from './crypto-use.ts';

export interface CipherFound {
  readonly weight: number;
  readonly reason: string;
}

/** A session of a protocol that is encrypted by its nature explains the cipher: it says no more than the protocol does. */
const EXPLAINED = 0.8;
/** Keys of a cipher are set, and no known protocol says what for. */
const OWN_CIPHER = 1.5;
/** The cipher is one that today's libraries offer for old data only. */
const OUTDATED = 0.5;
/** A key that was set long before or after the session. */
const DISTANT = 0.5;
/** The program could encrypt by itself; that it does is not seen. */
const CONSTANTS = 1.2;
/** As every program that brings its own TLS. */
const CONSTANTS_EXPLAINED = 0.5;

const OLD = /^(?:RC[24]|DES|3DES|IDEA|SEED|BF|Blowfish|CAST5)\b/i;

const INTERFACES: Readonly<Record<UsedCipher['interface'], string>> = {
  openssl: 'OpenSSL or a fork',
  libgcrypt: 'libgcrypt',
  gnutls: 'GnuTLS',
  nettle: 'nettle',
  mbedtls: 'mbed TLS',
  libsodium: 'libsodium',
  wolfssl: 'wolfSSL',
  af_alg: 'the kernel (AF_ALG)',
  ktls: 'the kernel (kTLS)',
};

/** The ciphers that a member used, the most telling one first. */
export function usedCiphers(member: Member, subject: Subject): readonly CipherFound[] {
  const ciphers = (member.crypto?.ciphers ?? []).filter((cipher) => !mayBeRandomGenerator(cipher));
  const found = ciphers.map((cipher) => ofCipher(cipher, member, subject));
  return found.toSorted((a, b) => b.weight - a.weight);
}

/** The ciphers that are part of a member's program; undefined when it was not searched or none was found. */
export function builtInCiphers({ process }: Member, { session, images }: Subject): CipherFound | undefined {
  const { constants } = images(process.image.file);
  if (constants === undefined || constants.length === 0) return undefined;
  const explained = ENCRYPTED_PROTOCOLS.has(session.application.name) || process.ownership.state === 'packaged';
  return {
    weight: explained ? CONSTANTS_EXPLAINED : CONSTANTS,
    reason: `${process.image.path} has ${constantWords(constants)} built in`,
  };
}

function ofCipher(cipher: UsedCipher, { process }: Member, { session, settings }: Subject): CipherFound {
  const { event, application } = session;
  const explained = ENCRYPTED_PROTOCOLS.has(application.name);
  const near =
    cipher.lastAt >= event.startedAt - settings.TimeWindow && cipher.firstAt <= event.startedAt + settings.TimeWindow;
  const own = near && application.name === 'unknown' ? OWN_CIPHER : near && explained ? EXPLAINED : DISTANT;
  const weight = own + (OLD.test(cipher.cipher) && near ? OUTDATED : 0);
  return { weight, reason: `${process.image.path} (pid ${process.pid}) used ${cipherWords(cipher)}` };
}

/** `RC4 of OpenSSL or a fork, 128-bit key, to encrypt (3 operations)`. */
function cipherWords({ cipher, interface: api, keyBits, encrypts, decrypts, operations }: UsedCipher): string {
  const size = keyBits === undefined || cipher.includes(String(keyBits)) ? '' : `, ${keyBits}-bit key`;
  const ways = [...(encrypts ? ['encrypt'] : []), ...(decrypts ? ['decrypt'] : [])].join(' and ');
  return `${cipher} of ${INTERFACES[api]}${size}${ways === '' ? '' : `, to ${ways}`} (${operations} operations)`;
}

function constantWords(constants: readonly CipherConstant[]): string {
  const has = (start: string) => constants.some((name) => name.startsWith(start));
  const names = [
    ...(has('aes_') ? ['AES'] : []),
    ...(has('chacha_') ? ['ChaCha20 or Salsa20'] : []),
    ...(has('blowfish') ? ['Blowfish'] : []),
    ...(has('camellia') ? ['Camellia'] : []),
    ...(has('sm4') ? ['SM4'] : []),
    ...(has('twofish') ? ['Twofish'] : []),
  ];
  return names.join(', ');
}
