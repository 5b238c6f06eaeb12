// Hands over to the pinned Node: signals go through, and its end is this process's end.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { pinnedNode } from './node-packages.mjs';

/** What a terminal or a service manager sends. Repeats reach the program too, which has to bear them. */
const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGCONT']);

/** node:sqlite is called experimental by this release line; operators need not hear of it. */
const FLAGS = ['--disable-warning=ExperimentalWarning'];

/** How often npm's death is looked for, in ms. */
const ORPHAN_POLL_MS = 500;

/**
 * An npm that is killed tells nobody; the program would go on behind the back of whoever started it.
 * @param {() => void} act
 */
function whenNpmDies(act) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    act();
  }, ORPHAN_POLL_MS);
  timer.unref();
}

/**
 * @param {string} script absolute path
 * @param {readonly string[]} args
 */
export function launch(script, args) {
  const child = spawn(pinnedNode, [...FLAGS, script, ...args], { stdio: 'inherit' });
  const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  whenNpmDies(() => forward('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`cipherwatch: ${pinnedNode} does not start: ${error.message}\n`);
    process.exitCode = 3;
  });
  child.on('exit', (code, signal) => {
    for (const one of FORWARDED) process.off(one, forward);
    if (signal === null) process.exitCode = code ?? 1;
    else {
      // Ends the way the program ended, so that whoever waits sees the same.
      process.exitCode = 128 + constants.signals[signal];
      process.kill(process.pid, signal);
    }
  });
}
