/** A package database: tells images that were installed from those that were dropped. */
import { existsSync } from 'node:fs';
import { type Check, degraded, ok } from './check.ts';

const PLACES: readonly (readonly [string, string])[] = [
  ['dpkg', '/var/lib/dpkg/status'],
  ['rpm', '/var/lib/rpm/rpmdb.sqlite'],
  ['rpm', '/usr/lib/sysimage/rpm/rpmdb.sqlite'],
  ['apk', '/lib/apk/db/installed'],
];

export const packages: Check = {
  id: 'packages',
  title: 'package database',
  essential: false,
  look: () => {
    const found = PLACES.find(([, path]) => existsSync(path));
    if (found !== undefined) return ok(`${found[0]}: ${found[1]}`);
    const costs = 'whether an image was installed or dropped is unobservable: less confidence in both analytics';
    return degraded('no dpkg, rpm or apk database was found', costs, 'none on a host without packages');
  },
};
