/** Rows: how bytes reach the file, and how they were read. */
import type { ShapeRow } from '../encryptor/emulation.ts';
import type { Io } from '../encryptor/shape.ts';

const row = 'every I/O path';
const SHORT: readonly Io[] = ['mmap', 'uring'];

const PATHS: Readonly<Record<Io, string>> = {
  write: 'write',
  pwrite: 'pwrite',
  writev: 'writev',
  pwritev: 'pwritev',
  pwritev2: 'pwritev2',
  direct: 'O_DIRECT',
  mmap: 'a shared mapping',
  splice: 'splice from a pipe',
  vmsplice: 'vmsplice and splice',
  sendfile: 'sendfile from memory',
  'copy-file-range': 'copy_file_range from a nameless file',
  uring: 'io_uring',
  aio: 'Linux AIO',
};

const names = Object.keys(PATHS) as readonly Io[];

export const ioRows: readonly ShapeRow[] = [
  ...names.map(
    (io): ShapeRow => ({
      name: `io-${io}`,
      row,
      about: `overwrites in place by ${PATHS[io]}`,
      shape: { io, chunk: io === 'write' ? 4096 : 1 << 20 },
      short: SHORT.includes(io),
    }),
  ),
  ...names
    .filter((io) => io !== 'write')
    .map(
      (io): ShapeRow => ({
        name: `io-${io}-new`,
        row,
        about: `writes a new file by ${PATHS[io]} and unlinks the original`,
        shape: { io, order: 'new-then-unlink' },
      }),
    ),
  {
    name: 'io-mmap-only',
    row,
    about: 'reads and overwrites through mappings alone',
    shape: { io: 'mmap', read: 'mmap' },
  },
  {
    name: 'io-mmap-read',
    row,
    about: 'reads through a mapping and writes a new file',
    shape: { read: 'mmap', order: 'new-then-unlink' },
  },
  {
    name: 'io-uring-only',
    row,
    about: 'reads and overwrites by io_uring alone',
    shape: { io: 'uring', read: 'uring' },
  },
  {
    name: 'io-preadv2',
    row,
    about: 'reads by preadv2 and overwrites by pwritev2',
    shape: { io: 'pwritev2', read: 'preadv2' },
  },
];
