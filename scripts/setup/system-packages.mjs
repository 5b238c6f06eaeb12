// System packages: what is missing is found by looking at files (no package manager is asked, so that a second
// start costs nothing), and installed by apt-get.
import { existsSync, readFileSync } from 'node:fs';
import { command, say } from './command.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {'build' | 'test' | 'check' | 'bench'} Purpose */
/** @typedef {{ name: string, for: Purpose[], needs: string[], why: string }} SystemPackage */

/** @type {SystemPackage[]} */
const packages = JSON.parse(readFileSync(new URL('../packages.json', import.meta.url), 'utf8')).packages;

/** An ordinary user's PATH lacks the sbin directories, where bpftool and ip live. */
const programFolders = [
  ...(process.env.PATH ?? '').split(':'),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
];
const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
const headerFolders = ['/usr/include', `/usr/include/${triplet}`, '/usr/local/include'];
const libraryFolders = [`/usr/lib/${triplet}`, '/usr/lib', '/usr/lib64', '/usr/local/lib'];

/**
 * An absolute path is itself, `x.h` is a header, `x.a` a static library, anything else a program.
 * @param {string} need
 */
function isPresent(need) {
  if (need.startsWith('/')) return existsSync(need);
  const folders = need.endsWith('.h') ? headerFolders : need.endsWith('.a') ? libraryFolders : programFolders;
  return folders.some((folder) => folder !== '' && existsSync(`${folder}/${need}`));
}

/**
 * @param {readonly Purpose[]} purposes
 * @returns {SystemPackage[]}
 */
export function missingPackages(purposes) {
  return packages.filter((one) => one.for.some((purpose) => purposes.includes(purpose)) && !one.needs.every(isPresent));
}

/** Waits for another package manager (unattended-upgrades on a fresh machine) for up to five minutes. */
const lockWait = ['-o', 'DPkg::Lock::Timeout=300'];
const quiet = { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };

/** An interrupted installation would fail in the middle, with a message about something else. */
function refuseBrokenState() {
  const audit = command('dpkg', ['--audit'], quiet);
  if (!audit.ok || audit.output.trim() !== '')
    throw new SetupError('apt_broken', 'dpkg has packages that are only half installed, so nothing can be installed', {
      remedy: 'repair it with: dpkg --configure -a && apt-get --fix-broken install',
      output: audit.output,
    });
  const check = command('apt-get', ['check', '-qq', ...lockWait], quiet);
  if (!check.ok)
    throw new SetupError('apt_broken', 'apt-get finds this system inconsistent, so nothing can be installed', {
      remedy: 'repair it with: apt-get --fix-broken install',
      output: check.output,
    });
}

/**
 * Installs what the purposes need and this machine lacks.
 * @param {readonly Purpose[]} purposes
 * @throws {SetupError} without root or apt-get, and when the installation fails
 */
export function installMissingPackages(purposes) {
  const missing = missingPackages(purposes);
  if (missing.length === 0) return;
  const names = missing.map((one) => one.name);
  const install = ['install', '-y', '--no-install-recommends', ...names];
  if (!existsSync('/usr/bin/apt-get'))
    throw new SetupError('no_apt', `this machine lacks ${missing.flatMap((one) => one.needs).join(', ')}`, {
      remedy: `there is no apt-get here; install what Debian calls ${names.join(', ')} with this system's package manager`,
    });
  if (process.getuid?.() !== 0)
    throw new SetupError('no_root', `system packages are missing: ${names.join(', ')}`, {
      remedy: `run: sudo apt-get ${install.join(' ')}`,
    });
  refuseBrokenState();
  say(`installing system packages with apt-get: ${names.join(', ')}`);
  const update = command('apt-get', ['update', '-q', ...lockWait], quiet);
  // One unreachable source need not matter: the lists at hand may do.
  const done = command('apt-get', [...install.slice(0, 2), '-q', ...lockWait, ...install.slice(2)], quiet);
  if (!done.ok)
    throw new SetupError('apt_failed', `apt-get could not install ${names.join(', ')}`, {
      remedy: `see why with: apt-get update && apt-get ${install.join(' ')}`,
      output: `${update.ok ? '' : update.output}${done.output}`,
    });
  const still = missingPackages(purposes).flatMap((one) => one.needs.filter((need) => !isPresent(need)));
  if (still.length > 0)
    throw new SetupError('apt_failed', `apt-get reported success, yet these are missing: ${still.join(', ')}`);
}
