/** Rows: files of one type only. What was random before and is random after differs by its structure alone. */
import type { ShapeRow } from '../encryptor/emulation.ts';

const row = 'files of one type only';
const whole: readonly (readonly [name: string, about: string, kinds: readonly string[], documents?: number])[] = [
  ['photos', 'photographs and pictures', ['photo', 'picture']],
  ['databases', 'databases', ['database', 'tablespace'], 30],
  ['machines', 'disks of virtual machines', ['disk', 'virtual-disk'], 12],
  ['keys', 'private keys', ['key']],
  ['logs', 'logs', ['journal']],
  ['sources', 'source code', ['source', 'script']],
  ['mail', 'mail', ['mail', 'mailbox']],
  ['office', 'office documents', ['office', 'spreadsheet', 'open-document', 'portable']],
  ['archives', 'compressed archives', ['archive', 'gzipped', 'zstandard']],
  ['media', 'sound and film', ['sound', 'film']],
  ['foreign-text', 'UTF-16, Latin-1 and text that is not Latin', ['wide-text', 'western-text', 'far-text']],
  ['tiny', 'files of 6 to 82 bytes', ['tiny']],
];

const corpusOf = (kinds: readonly string[], documents?: number) => ({
  kinds,
  ...(documents === undefined ? {} : { documents }),
});

export const kindRows: readonly ShapeRow[] = [
  ...whole.flatMap(([name, about, kinds, documents]): readonly ShapeRow[] => [
    {
      name: `only-${name}`,
      row,
      about: `${about} alone, in place`,
      shape: {},
      corpus: corpusOf(kinds, documents),
      short: name === 'tiny',
    },
    {
      name: `only-${name}-new`,
      row,
      about: `${about} alone, new files`,
      shape: { order: 'new-then-unlink' },
      corpus: corpusOf(kinds, documents),
    },
  ]),
  {
    name: 'only-photos-tail',
    row,
    about: 'photographs, all but their first 4 KiB',
    shape: { stripe: 'tail:4096' },
    corpus: corpusOf(['photo', 'film']),
  },
  {
    name: 'only-machines-tail',
    row,
    about: 'disks of virtual machines, all but their first MiB',
    shape: { stripe: 'tail:1048576', order: 'rename-after' },
    corpus: corpusOf(['disk'], 12),
  },
  {
    name: 'only-machines-kept',
    row,
    about: 'disks of virtual machines, all but their first MiB, 64 KiB at a time, under the names they had',
    shape: { stripe: 'tail:1048576', io: 'pwrite', read: 'pread', chunk: 65_536, workers: 4 },
    corpus: corpusOf(['disk', 'virtual-disk'], 16),
  },
  {
    name: 'only-pictures-tail',
    row,
    about: 'drawings, all but their first 4 KiB',
    shape: { stripe: 'tail:4096', order: 'rename-after' },
    corpus: corpusOf(['picture']),
  },
  {
    name: 'only-archives-tail',
    row,
    about: 'archives, all but their first 4 KiB, in vectors and with a wrapped key behind',
    shape: { stripe: 'tail:4096', io: 'pwritev', read: 'preadv2', footer: 512 },
    corpus: corpusOf(['archive']),
  },
];
