// Two commands that are started together on a fresh clone must not both install into it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { root, say } from './command.mjs';
import { SetupError } from './setup-error.mjs';

const lock = `${root}/build/setup.lock`;
/** How often a held lock is looked at, in ms. */
const POLL_MS = 200;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Locks the folder. @throws {SetupError} `unwritable` */
function acquire() {
  for (let waited = false; ; waited = true) {
    try {
      mkdirSync(`${root}/build`, { recursive: true });
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new SetupError('unwritable', `cannot build in ${root}/build: ${code}`, {
          remedy: 'run it as root, or in a clone of your own',
        });
      if (code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(lock, 'utf8'));
    // 0: its holder has made the file and not yet written its pid.
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    else {
      if (!waited) say(`waiting for another set-up in this folder (pid ${holder})`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
    }
  }
}

/**
 * Runs `work` while holding the folder's set-up lock. A holder that died leaves no lock.
 * @param {() => void} work
 */
export function oneAtATime(work) {
  acquire();
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}
