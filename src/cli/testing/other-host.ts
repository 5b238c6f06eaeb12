/** Another host, as far as a program can tell that reads user names and package lists: a mount namespace with its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needsRoot } from './program.ts';

const PASSWD = '/etc/passwd';
const DPKG = '/var/lib/dpkg';
const IN_ROOM = ['unshare', '--mount', '--propagation', 'private'];

export interface OtherHost {
  /** What uid 1000 is called. */
  readonly user: string;
  /** By package, the paths that it owns. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/** Makes its files in `directory`. @returns the command that runs a program there, for `Bench.start`. */
export function otherHost(directory: string, { user, packages }: OtherHost): readonly string[] {
  const [passwd, dpkg] = [join(directory, 'passwd'), join(directory, 'dpkg')];
  mkdirSync(join(dpkg, 'info'), { recursive: true, mode: 0o755 });
  const people = ['root:x:0:0::/root:/bin/sh', 'nobody:x:65534:65534::/:/bin/false', `${user}:x:1000:1000::/:/bin/sh`];
  writeFileSync(passwd, `${people.join('\n')}\n`, { mode: 0o644 });
  for (const [name, paths] of Object.entries(packages)) {
    writeFileSync(join(dpkg, 'info', `${name}.list`), `/.\n${paths.join('\n')}\n`, { mode: 0o644 });
  }
  const script = `mount --bind "$1" ${PASSWD} && mount --bind "$2" ${DPKG} && shift 2 && exec "$@"`;
  return [...IN_ROOM, 'sh', '-c', script, 'sh', passwd, dpkg];
}

/** Why there can be no other host here, or false. */
export function needsOtherHost(): string | false {
  if (needsRoot !== false) return needsRoot;
  const [command = '', ...args] = IN_ROOM;
  const tried = spawnSync(command, [...args, 'sh', '-c', `test -d ${DPKG} && mount --bind ${PASSWD} ${PASSWD}`]);
  return tried.status === 0 ? false : 'needs mount namespaces and a dpkg database to cover';
}
