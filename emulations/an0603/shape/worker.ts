/** Rows: who does the work, how many at a time and how fast. */
import type { ShapeRow } from '../encryptor/emulation.ts';

const row = '1 to 64 workers, a fork per file';
const slow = 'one file a minute to 10,000 a second';

export const workerRows: readonly ShapeRow[] = [
  { name: 'workers-4', row, about: 'four processes share the files', shape: { workers: 4 } },
  { name: 'workers-18', row, about: '18 processes, new files', shape: { workers: 18, order: 'new-then-unlink' } },
  { name: 'workers-64', row, about: '64 processes, a file each', shape: { workers: 64, order: 'rename-after' } },
  { name: 'threads-8', row, about: 'eight threads', shape: { workers: 8, threads: true } },
  {
    name: 'threads-64',
    row,
    about: '64 threads, new files',
    shape: { workers: 64, threads: true, order: 'rename-over' },
  },
  { name: 'fork-per-file', row, about: 'a fork for each file', shape: { batch: 1 }, short: true },
  {
    name: 'fork-per-file-new',
    row,
    about: 'eight workers that fork for each file, new files',
    shape: { batch: 1, workers: 8, order: 'new-then-unlink' },
  },
  {
    name: 'service-children',
    row,
    about: 'a service whose children do five files each',
    shape: { batch: 5, launch: 'daemon' },
  },
  {
    name: 'slow-in-place',
    row: slow,
    about: 'a file every two seconds, in place',
    shape: { limit: 8 },
    rate: 0.5,
  },
  {
    name: 'slow-new',
    row: slow,
    about: 'a file every two seconds, new files by a fork each',
    shape: { limit: 8, batch: 1, order: 'new-then-unlink' },
    rate: 0.5,
  },
  {
    name: 'slow-tiny',
    row: slow,
    about: 'a file of 6 to 82 bytes every second',
    shape: { limit: 15 },
    rate: 1,
    corpus: { kinds: ['tiny'] },
  },
  { name: 'fast', row: slow, about: '600 files as fast as it goes', shape: { workers: 2 }, corpus: { documents: 600 } },
];
