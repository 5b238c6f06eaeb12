/**
 * What analytics write for the record, as people read it: no identifiers, no zero counts. Only known words are
 * changed, so that a name from the host stays what it is.
 */
import { printable } from '../../sink/index.ts';

const CLASSES: Readonly<Record<string, string>> = {
  encrypted_container: 'encrypted container',
  disk_image: 'disk image',
  random: 'random bytes',
};

const CONTAINERS: Readonly<Record<string, string>> = {
  openssl: 'OpenSSL',
  openpgp: 'OpenPGP',
  aescrypt: 'AES Crypt',
};

/** A content class in words. */
export function classWords(name: string): string {
  return CLASSES[name] ?? printable(name, 32);
}

/** One reason of a leg, printable. */
export function reasonWords(reason: string): string {
  const worded = reason
    .replace(
      / (?:→ )?encrypted_container \(([\w-]+)\) \(container\)$/,
      (_, format: string) => ` → ${container(format)}`,
    )
    .replace(/\bencrypted_container \(([\w-]+)\)/g, (_, format: string) => container(format))
    .replace(/\b(?:encrypted_container|disk_image)\b/g, (name) => CLASSES[name] ?? name)
    .replace(/\b(\w+) \(\1\)/g, '$1')
    .replace(/^(\d+)\.0 of them/, '$1 of them')
    .replace(/(?<=[:,] )0 [a-z][a-z ]*(?:, |$)/g, '')
    .replace(/, $/, '');
  return printable(worded, 240);
}

function container(format: string): string {
  return `${CONTAINERS[format] ?? format} container`;
}
