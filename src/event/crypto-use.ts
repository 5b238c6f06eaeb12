/** One process's use of one cipher, as calls of cipher functions and of the kernel's own ciphers show it. */
import type { Base } from './base.ts';
import { numberedCipher } from './cipher-name.ts';
import type { FileKey, ProcessKey } from './key.ts';
import { array, char, enumeration, struct, u16, u32, u64 } from './layout.ts';
import type { RecordKind } from './record.ts';
import type { RecordReader } from './record-reader.ts';
import { CIPHER_NAME_LEN, HEADER, PROCESS, RecordType } from './wire.ts';

/** A process set keys of a cipher, or encrypted with it. Counters are cumulative. */
export interface CryptoUse extends Base {
  readonly kind: 'crypto_use';
  readonly process: ProcessKey;
  readonly pid: number;
  /** `openssl`, `libgcrypt`, `gnutls`, `nettle`, `mbedtls`, `libsodium`, `wolfssl`, `af_alg`, `ktls`. */
  readonly interface: CryptoInterface;
  /** As the interface calls it, with the key size where known: `AES-256-CBC`, `RC4`, `cbc(aes)`. */
  readonly cipher: string;
  /** undefined: not known. */
  readonly keyBits: number | undefined;
  readonly encrypts: boolean;
  readonly decrypts: boolean;
  /** Calls that set a key or an initialisation vector, or that encrypt in one go. */
  readonly operations: number;
  /** Of these, the ones that set a key. */
  readonly keys: number;
  /** Bytes, where the interface tells; else 0. */
  readonly bytes: number;
  /** The image whose functions were called; undefined for the kernel's own ciphers. */
  readonly image: FileKey | undefined;
  readonly firstAt: number;
  readonly lastAt: number;
  /** The process ended or became another program. */
  readonly last: boolean;
  readonly snapshots: number;
}

export const CryptoInterfaceType = enumeration('cw_crypto_interface', 'CW_CRYPTO_', {
  OPENSSL: 1,
  LIBGCRYPT: 2,
  GNUTLS: 3,
  NETTLE: 4,
  MBEDTLS: 5,
  LIBSODIUM: 6,
  WOLFSSL: 7,
  AF_ALG: 8,
  KTLS: 9,
});

export type CryptoInterface = Lowercase<keyof typeof CryptoInterfaceType.values>;

export const CipherType = enumeration('cw_cipher', 'CW_CIPHER_', {
  UNKNOWN: 0,
  AES: 1,
  CHACHA20: 2,
  RC4: 3,
  SALSA20: 4,
  BLOWFISH: 5,
  CAMELLIA: 6,
  TWOFISH: 7,
  SERPENT: 8,
  CAST5: 9,
  DES: 10,
  TRIPLE_DES: 11,
});

export const CryptoFlag = enumeration('cw_crypto_flags', 'CW_CRYPTO_', {
  LAST: 1 << 0,
  ENCRYPTS: 1 << 1,
  DECRYPTS: 1 << 2,
});

export const CRYPTO_USE = struct('cw_crypto_use', {
  h: HEADER,
  process: PROCESS,
  first_ns: u64,
  last_ns: u64,
  operations: u64,
  keys: u64,
  bytes: u64,
  ino: u64,
  dev: u32,
  id: u32,
  interface: u16,
  cipher: u16,
  key_bits: u16,
  reserved: u16,
  flags: u32,
  snapshots: u32,
  name: array(char, CIPHER_NAME_LEN),
});

const at = CRYPTO_USE.at;
const INTERFACES = new Map<number, CryptoInterface>(
  Object.entries(CryptoInterfaceType.values).map(([name, value]) => [value, name.toLowerCase() as CryptoInterface]),
);
const FAMILIES: readonly string[] = [
  '',
  'AES',
  'ChaCha20',
  'RC4',
  'Salsa20',
  'Blowfish',
  'Camellia',
  'Twofish',
  'Serpent',
  'CAST5',
  'DES',
  '3DES',
];
/** Families whose key size belongs to the name. */
const SIZED = new Set(['AES', 'Camellia', 'Twofish', 'Serpent']);

/** Interfaces that one can ask for, by `cw_crypto_interface`; undefined for a later contract's. */
export function cryptoInterface(value: number): CryptoInterface | undefined {
  return INTERFACES.get(value);
}

function cipherName(r: RecordReader, api: CryptoInterface, keyBits: number): string {
  const name = r.text(at.name, CIPHER_NAME_LEN);
  if (name !== '') return name;
  const family = FAMILIES[r.u16(at.cipher)];
  if (family) return SIZED.has(family) && keyBits > 0 ? `${family}-${keyBits}` : family;
  const id = r.u32(at.id);
  return numberedCipher(api, id) ?? (id === 0 ? 'a cipher without a number' : `cipher ${id}`);
}

function decode(r: RecordReader): CryptoUse | undefined {
  const api = cryptoInterface(r.u16(at.interface));
  if (api === undefined) return undefined;
  const keyBits = r.u16(at.key_bits);
  return {
    kind: 'crypto_use',
    time: r.time,
    seq: r.seq,
    process: r.process(at.process),
    pid: r.pid(at.process),
    interface: api,
    cipher: cipherName(r, api, keyBits),
    keyBits: keyBits === 0 ? undefined : keyBits,
    encrypts: r.flag(at.flags, CryptoFlag.values.ENCRYPTS),
    decrypts: r.flag(at.flags, CryptoFlag.values.DECRYPTS),
    operations: r.u64(at.operations),
    keys: r.u64(at.keys),
    bytes: r.u64(at.bytes),
    image: r.u64(at.ino) === 0 ? undefined : r.file(at.dev, at.ino),
    firstAt: r.moment(at.first_ns),
    lastAt: r.moment(at.last_ns),
    last: r.flag(at.flags, CryptoFlag.values.LAST),
    snapshots: r.u32(at.snapshots),
  };
}

export const cryptoUse: RecordKind = {
  type: RecordType.values.CRYPTO_USE,
  layout: CRYPTO_USE,
  fixed: at.name,
  decode,
};
