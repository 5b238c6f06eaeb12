/**
 * Which mapped files hold cryptography, by soname. A starting classification and no more: cryptography in a
 * renamed or statically linked library shows in the traffic instead.
 *
 * @module
 */
import type { Family } from '../../../host/index.ts';

const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/^lib(?:crypto|ssl)[-.\d]*.*\.so/, 'OpenSSL or a fork'],
  [/^libboringssl.*\.so|^libaws-lc.*\.so/, 'BoringSSL'],
  [/^libgcrypt\.so/, 'libgcrypt'],
  [/^libgnutls(?:xx)?[-.\d]*.*\.so/, 'GnuTLS'],
  [/^lib(?:nettle|hogweed)[-.\d]*.*\.so/, 'nettle'],
  [/^libsodium[-.\d]*.*\.so/, 'libsodium'],
  [/^libmbed(?:crypto|tls|x509)[-.\d]*.*\.so/, 'mbed TLS'],
  [/^libwolfssl[-.\d]*.*\.so/, 'wolfSSL'],
  [/^lib(?:nss3|ssl3|softokn3|freebl3|freeblpriv3)\.so/, 'NSS'],
  [/^libtomcrypt|^libcryptopp|^libbotan|^libmcrypt/, 'another crypto library'],
];

/** Extension modules of languages that bring cryptography in; loading one is run-time loading by nature. */
const MODULES: readonly (readonly [RegExp, Family, string])[] = [
  [/^_(?:ssl|hashlib)\.(?:cpython|pypy).*\.so$/, 'python', "python's ssl or hashlib"],
  [
    /^_(?:rust|openssl|raw_(?:aes|arc4|chacha20|salsa20|ctr|cbc|cfb|ecb|ocb|blowfish|des|aesni)|ARC4|chacha20)\.?(?:abi3|cpython|pypy).*\.so$/i,
    'python',
    'a python crypto package',
  ],
  [/^SSLeay\.so$|^(?:AES|Rijndael|OpenSSL|CryptX|RC4)\.so$/, 'perl', "perl's Net::SSLeay or a crypto module"],
  [/^openssl\.so$/, 'other', "a language's openssl module"],
];

/** Extension modules that give a language away without being cryptography. */
const LANGUAGES: readonly (readonly [RegExp, Family])[] = [
  [/\.cpython-\d+.*\.so$|^libpython\d.*\.so|\.abi3\.so$/, 'python'],
  [/^libperl\.so/, 'perl'],
  [/^libruby.*\.so/, 'ruby'],
  [/^libnode\.so|\.node$/, 'node'],
  [/^liblua.*\.so/, 'lua'],
  [/^libtcl.*\.so/, 'tcl'],
];

export interface LibraryClass {
  /** Name for people; undefined when it is no crypto library. */
  readonly crypto: string | undefined;
  readonly extension: boolean;
  readonly language: Family | undefined;
}

/** Classifies a mapped file by its name. */
export function classifyLibrary(name: string): LibraryClass {
  const module = MODULES.find(([pattern]) => pattern.test(name));
  if (module !== undefined)
    return { crypto: module[2], extension: true, language: module[1] === 'other' ? undefined : module[1] };
  return {
    crypto: LIBRARIES.find(([pattern]) => pattern.test(name))?.[1],
    extension: false,
    language: LANGUAGES.find(([pattern]) => pattern.test(name))?.[1],
  };
}
