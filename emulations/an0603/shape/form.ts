/** Rows: what the ciphertext looks like. */
import type { ShapeRow } from '../encryptor/emulation.ts';

const row = 'low-entropy output, XOR and bit flips';

export const formRows: readonly ShapeRow[] = [
  { name: 'form-aes', row: 'AES and ChaCha20', about: 'AES-256, in place', shape: { cipher: 'aes' } },
  {
    name: 'form-salted',
    row: 'AES and ChaCha20',
    about: 'behind an OpenSSL header, without OpenSSL',
    shape: { form: 'salted', order: 'new-then-unlink' },
  },
  {
    name: 'form-base64',
    row,
    about: 'base64, written in place',
    shape: { form: 'base64', order: 'truncate-rewrite' },
    short: true,
  },
  { name: 'form-base64-new', row, about: 'base64, new files', shape: { form: 'base64', order: 'new-then-unlink' } },
  {
    name: 'form-hex',
    row,
    about: 'hexadecimal digits, truncated and written anew',
    shape: { form: 'hex', order: 'truncate-rewrite' },
  },
  {
    name: 'form-gzip',
    row,
    about: 'behind the header of a gzip file, which it is not; new files',
    shape: { form: 'gzip', order: 'new-then-unlink' },
  },
  { name: 'form-xor', row, about: 'XOR with a repeated key, in place', shape: { form: 'xor' } },
  {
    name: 'form-xor-new',
    row,
    about: 'XOR with a repeated key, new files',
    shape: { form: 'xor', order: 'new-then-unlink' },
  },
  { name: 'form-flip', row, about: 'every bit flipped, in place', shape: { form: 'flip' } },
  {
    name: 'form-flip-renamed',
    row,
    about: 'every bit flipped, renamed first',
    shape: { form: 'flip', order: 'rename-first' },
  },
];
