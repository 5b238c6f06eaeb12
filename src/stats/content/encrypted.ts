/**
 * Containers of encryption tools, by magic and structure.
 *
 * @module
 */
import { indexOfBytes, latin1, startsWith, u16be, u16le, u32be } from './bytes.ts';
import { type Content, content, type Head } from './types.ts';

/** Magic that is long enough to be sure of. */
const MAGIC: readonly (readonly [format: string, magic: string | readonly number[]])[] = [
  ['openssl', 'Salted__'],
  ['openssl-base64', 'U2FsdGVkX1'],
  ['age', 'age-encryption.org/v'],
  ['age-armour', '-----BEGIN AGE ENCRYPTED FILE-----'],
  ['openpgp-armour', '-----BEGIN PGP MESSAGE-----'],
  ['cms', '-----BEGIN CMS-----'],
  ['pkcs7', '-----BEGIN PKCS7-----'],
  ['ansible-vault', '$ANSIBLE_VAULT;'],
  ['git-crypt', [0, 0x47, 0x49, 0x54, 0x43, 0x52, 0x59, 0x50, 0x54, 0]],
  ['scrypt', [0x73, 0x63, 0x72, 0x79, 0x70, 0x74, 0]],
  ['mcrypt', [0, 0x6d, 0x03]],
  ['luks', [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe]],
  ['keepass', [0x03, 0xd9, 0xa2, 0x9a]],
  ['rclone', [0x52, 0x43, 0x4c, 0x4f, 0x4e, 0x45, 0, 0]],
  ['borg', 'BORG_SEG'],
];

/** Whether the file's head is that of an encryption tool's output. */
export function encryptedContent(head: Head): Content | undefined {
  const { bytes } = head;
  for (const [format, magic] of MAGIC) {
    if (startsWith(bytes, magic)) return content('encrypted_container', format, 0.99, `begins like ${format}`);
  }
  if (startsWith(bytes, 'AES') && (bytes[3] ?? 9) <= 3 && bytes[4] === 0 && head.size > 80) {
    return content('encrypted_container', 'aescrypt', 0.95, `AES Crypt version ${bytes[3]}`);
  }
  return smime(bytes) ?? cmsDer(bytes) ?? openpgp(head) ?? zipEncrypted(bytes) ?? sevenZipEncrypted(bytes);
}

function smime(bytes: Uint8Array): Content | undefined {
  if (!startsWith(bytes, 'MIME-Version:')) return undefined;
  return /pkcs7-mime[^]*(enveloped|authEnveloped)-?[dD]ata/.test(latin1(bytes, 0, 300))
    ? content('encrypted_container', 'smime', 0.95, 'S/MIME enveloped data')
    : undefined;
}

/** DER of ContentInfo with envelopedData (1.2.840.113549.1.7.3), encryptedData (.6) or authEnvelopedData. */
function cmsDer(bytes: Uint8Array): Content | undefined {
  if (bytes[0] !== 0x30) return undefined;
  const head = bytes.subarray(0, 32);
  const pkcs7 = indexOfBytes(head, [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07]);
  const kind = pkcs7 < 0 ? undefined : head[pkcs7 + 10];
  const authenticated = indexOfBytes(head, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17]) >= 0;
  if (kind !== 3 && kind !== 6 && !authenticated) return undefined;
  return content('encrypted_container', 'cms', 0.95, 'CMS enveloped data');
}

/**
 * RFC 9580 §4.2: the first packet of an encrypted message is a public-key (1) or symmetric-key (3) encrypted
 * session key, or encrypted data (9, 18, 20). Versions and algorithms are checked since the tag is one byte only.
 */
function openpgp({ bytes, size }: Head): Content | undefined {
  const first = bytes[0] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  const modern = (first & 0x40) !== 0;
  const tag = modern ? first & 0x3f : (first >> 2) & 0x0f;
  const [length, body] = modern ? modernLength(bytes) : oldLength(bytes, first & 3);
  const version = bytes[body] ?? 0;
  const fits = length === undefined || length <= Math.max(size, bytes.length);
  if (!fits || length === 0) return undefined;
  const found = (what: string) => content('encrypted_container', 'openpgp', 0.97, `OpenPGP ${what} packet`);
  if (tag === 3 && symmetricKey(bytes, body, version, length)) return found('symmetric-key session key');
  if (tag === 1 && publicKey(bytes, body, version, length)) return found('public-key session key');
  if (tag === 18 && (version === 1 || version === 2) && (length === undefined || length > 20)) {
    return modern && partial(bytes) ? found('encrypted data') : undefined;
  }
  return undefined;
}

function symmetricKey(bytes: Uint8Array, body: number, version: number, length: number | undefined): boolean {
  if (length === undefined || length > 200) return false;
  if (version !== 4) return (version === 5 || version === 6) && length > 20;
  const cipher = bytes[body + 1] ?? 0;
  const s2k = bytes[body + 2] ?? 99;
  return cipher >= 1 && cipher <= 13 && (s2k === 0 || s2k === 1 || s2k === 3 || s2k === 4) && length >= 4;
}

function publicKey(bytes: Uint8Array, body: number, version: number, length: number | undefined): boolean {
  if (length === undefined || length < 30 || length > 2100) return false;
  if (version === 6) return length > 40;
  return version === 3 && [1, 2, 16, 18, 22, 25, 26].includes(bytes[body + 9] ?? 0);
}

function partial(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0;
  return length === 255 || (length >= 224 && length < 255) || length >= 192;
}

function modernLength(bytes: Uint8Array): readonly [number | undefined, number] {
  const first = bytes[1] ?? 0;
  if (first < 192) return [first, 2];
  if (first < 224) return [((first - 192) << 8) + (bytes[2] ?? 0) + 192, 3];
  if (first === 255) return [u32be(bytes, 2), 6];
  return [undefined, 2];
}

function oldLength(bytes: Uint8Array, kind: number): readonly [number | undefined, number] {
  if (kind === 0) return [bytes[1] ?? 0, 2];
  if (kind === 1) return [u16be(bytes, 1), 3];
  if (kind === 2) return [u32be(bytes, 1), 5];
  return [undefined, 1];
}

/** Local file header with the encryption flag, or method 99 (WinZip AES). */
function zipEncrypted(bytes: Uint8Array): Content | undefined {
  if (!startsWith(bytes, [0x50, 0x4b, 3, 4])) return undefined;
  const encrypted = (u16le(bytes, 6) & 1) !== 0 || u16le(bytes, 8) === 99;
  return encrypted ? content('encrypted_container', 'zip', 0.95, 'zip entry with the encryption flag') : undefined;
}

/**
 * LZMA streams begin with 0, LZMA2 streams with a chunk: its sizes, properties below 225, and the range coder's first byte, which is 0.
 * AES output does so once in a hundred. Headers may name the AES coder (06f10701).
 */
function sevenZipEncrypted(bytes: Uint8Array): Content | undefined {
  if (!startsWith(bytes, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])) return undefined;
  const first = bytes[32] ?? 0;
  const chunk = first >= 0xe0 && (bytes[37] ?? 0) < 225 && (bytes[38] ?? 0) === 0;
  const plain = first === 0 || first === 1 || chunk;
  const coder = indexOfBytes(bytes, [0x06, 0xf1, 0x07, 0x01]) >= 0;
  if (plain && !coder) return undefined;
  return content(
    'encrypted_container',
    '7z',
    coder ? 0.98 : 0.75,
    coder ? '7z with the AES coder' : '7z whose stream is not LZMA',
  );
}
