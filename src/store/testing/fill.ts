/** Fills a disk to its last page, for scripts that run on a small one. */
import { closeSync, openSync, writeSync } from 'node:fs';

const PAGE = 4_096;

/** Writes pages until there is no room. Removing the file makes it again. */
export function fill(path: string): void {
  const fd = openSync(path, 'a');
  const page = new Uint8Array(PAGE).fill(0x2e);
  try {
    for (;;) writeSync(fd, page);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(fd);
  }
}
