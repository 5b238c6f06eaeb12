/**
 * A real disk that really fills up: runs a script in a mount namespace of its own, in which the given
 * directory is a small tmpfs. Nothing of it is seen outside, and it is gone when the script ends.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MOUNT = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec "$@"';

/** Why it cannot be done here, or false. */
export function noSmallDisk(): string | false {
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  const { status, stderr, error } = spawnSync('unshare', ['--mount', 'sh', '-c', MOUNT, 'sh', '64k', '/mnt', 'true']);
  return status === 0 ? false : `cannot mount a small disk here: ${error?.message ?? stderr.toString().trim()}`;
}

/**
 * Runs a TypeScript script with the directory as its argument; resolves with what it printed, as JSON.
 * @param size as tmpfs takes it: `256k`
 */
export async function onSmallDisk(script: string, size: string, ...args: readonly string[]): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-small-disk-'));
  const command = [process.execPath, script, directory, ...args];
  try {
    return await new Promise((resolve, reject) => {
      const unshared = ['--mount', 'sh', '-c', MOUNT, 'sh', size, directory, ...command];
      execFile('unshare', unshared, { timeout: 30_000 }, (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout));
        else reject(new Error(`${error.message}\n${stderr}`, { cause: error }));
      });
    });
  } finally {
    rmdirSync(directory);
  }
}
