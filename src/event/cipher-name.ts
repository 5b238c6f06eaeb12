/**
 * Names of ciphers from the numbers that interfaces use for them. Numbers of OpenSSL are those of its
 * `crypto/objects/obj_mac.h` (BoringSSL and LibreSSL kept them), of libgcrypt `enum gcry_cipher_algos`, of GnuTLS
 * `gnutls_cipher_algorithm_t`, of the kernel's TLS `linux/tls.h`.
 */

/** First number of a run of ciphers that differ in key size, and what they are. */
type Run = readonly (readonly [number, string])[];

const OPENSSL: Run = [
  [5, 'RC4'],
  [97, 'RC4-40'],
  [31, 'DES-CBC'],
  [33, 'DES-EDE3'],
  [44, 'DES-EDE3-CBC'],
  [37, 'RC2-CBC'],
  [34, 'IDEA-CBC'],
  [91, 'BF-CBC'],
  [92, 'BF-ECB'],
  [93, 'BF-CFB'],
  [94, 'BF-OFB'],
  [108, 'CAST5-CBC'],
  [418, 'AES-128-ECB'],
  [419, 'AES-128-CBC'],
  [420, 'AES-128-OFB'],
  [421, 'AES-128-CFB'],
  [422, 'AES-192-ECB'],
  [423, 'AES-192-CBC'],
  [424, 'AES-192-OFB'],
  [425, 'AES-192-CFB'],
  [426, 'AES-256-ECB'],
  [427, 'AES-256-CBC'],
  [428, 'AES-256-OFB'],
  [429, 'AES-256-CFB'],
  [650, 'AES-128-CFB1'],
  [652, 'AES-256-CFB1'],
  [653, 'AES-128-CFB8'],
  [655, 'AES-256-CFB8'],
  [751, 'CAMELLIA-128-CBC'],
  [752, 'CAMELLIA-192-CBC'],
  [753, 'CAMELLIA-256-CBC'],
  [777, 'SEED-CBC'],
  [895, 'AES-128-GCM'],
  [896, 'AES-128-CCM'],
  [898, 'AES-192-GCM'],
  [899, 'AES-192-CCM'],
  [901, 'AES-256-GCM'],
  [902, 'AES-256-CCM'],
  [904, 'AES-128-CTR'],
  [905, 'AES-192-CTR'],
  [906, 'AES-256-CTR'],
  [913, 'AES-128-XTS'],
  [914, 'AES-256-XTS'],
  [915, 'RC4-HMAC-MD5'],
  [916, 'AES-128-CBC-HMAC-SHA1'],
  [918, 'AES-256-CBC-HMAC-SHA1'],
  [948, 'AES-128-CBC-HMAC-SHA256'],
  [950, 'AES-256-CBC-HMAC-SHA256'],
  [958, 'AES-128-OCB'],
  [960, 'AES-256-OCB'],
  [1018, 'ChaCha20-Poly1305'],
  [1019, 'ChaCha20'],
  [1066, 'ARIA-128-CBC'],
  [1076, 'ARIA-256-CBC'],
  [1134, 'SM4-CBC'],
];

const LIBGCRYPT: Run = [
  [1, 'IDEA'],
  [2, '3DES'],
  [3, 'CAST5'],
  [4, 'Blowfish'],
  [7, 'AES-128'],
  [8, 'AES-192'],
  [9, 'AES-256'],
  [10, 'Twofish'],
  [301, 'RC4'],
  [302, 'DES'],
  [303, 'Twofish-128'],
  [304, 'Serpent-128'],
  [305, 'Serpent-192'],
  [306, 'Serpent-256'],
  [307, 'RC2-40'],
  [308, 'RC2-128'],
  [309, 'SEED'],
  [310, 'Camellia-128'],
  [311, 'Camellia-192'],
  [312, 'Camellia-256'],
  [313, 'Salsa20'],
  [314, 'Salsa20/12'],
  [315, 'GOST28147'],
  [316, 'ChaCha20'],
  [318, 'SM4'],
];

const GNUTLS: Run = [
  [2, 'RC4-128'],
  [3, '3DES-CBC'],
  [4, 'AES-128-CBC'],
  [5, 'AES-256-CBC'],
  [6, 'RC4-40'],
  [7, 'Camellia-128-CBC'],
  [8, 'Camellia-256-CBC'],
  [9, 'AES-192-CBC'],
  [10, 'AES-128-GCM'],
  [11, 'AES-256-GCM'],
  [13, 'Salsa20-256'],
  [14, 'Salsa20-256'],
  [19, 'AES-128-CCM'],
  [20, 'AES-256-CCM'],
  [23, 'ChaCha20-Poly1305'],
];

const KTLS: Run = [
  [51, 'AES-128-GCM'],
  [52, 'AES-256-GCM'],
  [53, 'AES-128-CCM'],
  [54, 'ChaCha20-Poly1305'],
  [55, 'SM4-GCM'],
  [56, 'SM4-CCM'],
  [57, 'ARIA-128-GCM'],
  [58, 'ARIA-256-GCM'],
];

const NUMBERED: Readonly<Record<string, ReadonlyMap<number, string>>> = {
  openssl: new Map(OPENSSL),
  libgcrypt: new Map(LIBGCRYPT),
  gnutls: new Map(GNUTLS),
  ktls: new Map(KTLS),
};

/** What an interface's number stands for; undefined when it is not known here. */
export function numberedCipher(interfaceName: string, id: number): string | undefined {
  return NUMBERED[interfaceName]?.get(id);
}
