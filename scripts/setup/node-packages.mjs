// Node packages: installed from the lock file when what is there differs from it.
import { existsSync, readFileSync } from 'node:fs';
import { command, root, say } from './command.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} LockedPackages */

/** The release that everything but the first script runs on; it comes with the node packages. */
export const pinnedNode = `${root}/node_modules/node-linux-${process.arch}/bin/node`;

/**
 * @param {string} path
 * @returns {LockedPackages | undefined} undefined when there is no such file
 */
function locked(path) {
  if (!existsSync(path)) return undefined;
  const { '': _root, ...packages } = JSON.parse(readFileSync(path, 'utf8')).packages;
  return packages;
}

/** npm keeps a lock file of what it has put there. Contents are compared, as a checkout changes times and nothing else. */
function isCurrent() {
  const wanted = locked(`${root}/package-lock.json`) ?? {};
  const present = locked(`${root}/node_modules/.package-lock.json`);
  if (!present || !existsSync(pinnedNode)) return false;
  const same = (/** @type {string} */ name) =>
    wanted[name]?.version === present[name]?.version && wanted[name]?.integrity === present[name]?.integrity;
  return (
    Object.keys(present).every(same) &&
    Object.entries(wanted).every(([name, one]) => one.optional === true || same(name))
  );
}

/** @throws {SetupError} when npm fails, or there is no pinned Node for this machine */
export function installNodePackages() {
  if (process.arch !== 'x64' && process.arch !== 'arm64')
    throw new SetupError('no_node', `there is no pinned Node for ${process.arch}; x64 and arm64 are supported`);
  if (isCurrent()) return;
  say('installing node packages from package-lock.json');
  // Under `npm start` npm says where it is, which need not be on PATH.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = npm?.endsWith('.js') ? command(process.execPath, [npm, ...args]) : command('npm', args);
  if (!done.ok)
    throw new SetupError('npm_failed', 'npm ci failed', {
      remedy: 'a package registry must be reachable; see why with: npm ci',
      output: done.output,
    });
  if (!existsSync(pinnedNode))
    throw new SetupError('no_node', `npm ci did not bring the pinned Node (${pinnedNode})`, {
      remedy: 'optional packages seem to be turned off in the npm configuration; run: npm ci --include=optional',
    });
}
