/** Directories that anybody may write to. */
import { posix } from 'node:path';

export function inTemporaryPlace(path: string, cwd = '/'): boolean {
  return /^\/(?:tmp|var\/tmp|dev\/shm|run\/user\/\d+|run\/lock)(?:\/|$)/.test(posix.resolve('/', cwd, path));
}
