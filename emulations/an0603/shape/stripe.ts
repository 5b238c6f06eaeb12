/** Rows: only parts of a file are encrypted. */
import type { ShapeRow } from '../encryptor/emulation.ts';

const row = 'intermittent encryption and footers';

export const stripeRows: readonly ShapeRow[] = [
  {
    name: 'stripe-head',
    row,
    about: 'the first 4 KiB alone',
    shape: { stripe: 'head:4096' },
  },
  { name: 'stripe-head-512', row, about: 'the first 512 bytes alone', shape: { stripe: 'head:512' } },
  {
    name: 'stripe-16',
    row,
    about: 'every other 16 bytes, through a mapping',
    shape: { stripe: 'every:16:16', io: 'mmap' },
    short: true,
  },
  { name: 'stripe-1k', row, about: '1 KiB on, 3 KiB off', shape: { stripe: 'every:1024:3072' } },
  { name: 'stripe-keeps-magic', row, about: 'all but the first 16 bytes', shape: { stripe: 'tail:16' } },
  { name: 'stripe-keeps-header', row, about: 'all but the first 256 bytes', shape: { stripe: 'tail:256' } },
  {
    name: 'stripe-64k',
    row,
    about: '64 KiB on, 192 KiB off, in large files',
    shape: { stripe: 'every:65536:196608' },
    corpus: { kinds: ['disk', 'database', 'archive', 'portable'], documents: 20 },
  },
  { name: 'stripe-spread', row, about: 'ten stretches that make up 20 %', shape: { stripe: 'spread:10:20' } },
  {
    name: 'stripe-renamed',
    row,
    about: '16 bytes on, 48 off, and renamed',
    shape: { stripe: 'every:16:48', order: 'rename-after' },
  },
  {
    name: 'footer',
    row,
    about: 'in place, and a wrapped key of 512 bytes appended',
    shape: { footer: 512, order: 'rename-after' },
  },
  {
    name: 'footer-head',
    row,
    about: 'the first 4 KiB, and a wrapped key appended',
    shape: { stripe: 'head:4096', footer: 256 },
  },
];
