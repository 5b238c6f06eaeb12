/**
 * Rows: the shapes of families, as published analyses describe them. What they share with each other is told by the
 * other rows; here all that one of them does comes together, notes included.
 */
import type { ShapeRow } from '../encryptor/emulation.ts';

const row = 'families by shape';
const machines = { kinds: ['disk', 'virtual-disk', 'journal'], documents: 18 };

export const familyRows: readonly ShapeRow[] = [
  {
    name: 'family-revil',
    row,
    about: 'REvil: a note first, then threads that overwrite virtual machines in place and rename',
    shape: { order: 'rename-after', suffix: '.lck', workers: 8, threads: true, note: 'how-to-restore.txt' },
    corpus: machines,
    note: 'english',
  },
  {
    name: 'family-babuk',
    row,
    about: 'Babuk and Cheerscrypt: renamed first, then overwritten in place; a note in every directory',
    shape: { order: 'rename-first', suffix: '.babyk', note: 'How To Restore Your Files.txt' },
    corpus: machines,
    note: 'english',
  },
  {
    name: 'family-black-basta',
    row,
    about: 'Black Basta: 64 KiB on, 192 off, renamed; small files whole',
    shape: {
      stripe: 'every:65536:196608',
      stripeFrom: 65_536,
      order: 'rename-after',
      suffix: '.basta',
      workers: 4,
      threads: true,
      note: 'readme.txt',
    },
    corpus: { kinds: ['disk', 'database', 'office', 'photo', 'journal'], documents: 25 },
    note: 'english',
  },
  {
    name: 'family-monti',
    row,
    about: 'Monti: the first 100,000 bytes, a footer of 256, renamed; the note in Spanish',
    shape: {
      stripe: 'head:100000',
      footer: 256,
      order: 'rename-after',
      suffix: '.monti',
      note: 'readme.txt',
      cipher: 'aes',
    },
    note: 'spanish',
  },
  {
    name: 'family-royal',
    row,
    about: 'Royal: half of each file in ten stretches, by threads; renamed, notes at the end',
    shape: {
      stripe: 'spread:10:50',
      stripeFrom: 4096,
      order: 'rename-after',
      suffix: '.royal_u',
      workers: 8,
      threads: true,
      cipher: 'aes',
      note: 'readme',
      noteLast: true,
    },
    note: 'english',
  },
  {
    name: 'family-akira',
    row,
    about: 'Akira: 15 % of each file in four stretches, renamed; the note by writes of 9 bytes',
    shape: {
      stripe: 'spread:4:15',
      order: 'rename-after',
      suffix: '.akira',
      workers: 4,
      note: 'akira_readme.txt',
      noteStep: 9,
    },
    note: 'english',
  },
  {
    name: 'family-ransomexx',
    row,
    about: 'RansomEXX: whole files in place, a wrapped key of 512 bytes behind, renamed; notes everywhere',
    shape: {
      footer: 512,
      order: 'rename-after',
      suffix: '.victim-0603',
      workers: 4,
      threads: true,
      cipher: 'aes',
      note: '!NEWS_FOR_VICTIM!.txt',
    },
    note: 'russian',
  },
  {
    name: 'family-lockfile',
    row,
    about: 'LockFile: every other 16 bytes through a mapping, renamed; a note at the end',
    shape: {
      stripe: 'every:16:16',
      io: 'mmap',
      order: 'rename-after',
      suffix: '.lockfile',
      note: 'note.hta',
      noteLast: true,
    },
    note: 'english',
    short: true,
  },
  {
    name: 'family-nextcry',
    row,
    about: 'NextCry: base64 of ciphertext in new files, the originals removed; a note',
    shape: { form: 'base64', order: 'new-then-unlink', suffix: '.nextcry', cipher: 'aes', note: 'READ_FOR_DECRYPT' },
    note: 'german',
  },
  {
    name: 'family-deadbolt',
    row,
    about: 'DeadBolt: in place and renamed, no note but one page that replaces the first',
    shape: { order: 'rename-after', suffix: '.deadbolt', note: 'index.html', noteOnce: true, cipher: 'aes' },
    note: 'chinese',
  },
];
