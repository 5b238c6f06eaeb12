/** Packages unpacked and upgraded, and what a project installs for itself. */
import assert from 'node:assert/strict';
import type { Room } from '../room.ts';
import { needs, type Workload } from '../workload.ts';

const DPKG = 'dpkg --admindir=$PWD/dpkg --instdir=$PWD/target --force-not-root --force-confnew --log=/dev/null';

/** Two versions of a package with documents, built here and for a directory of this room alone. */
async function packages(room: Room): Promise<void> {
  for (const [at, version] of ['1.0', '2.0'].entries()) {
    const name = `made-${version}`;
    room.documents({ folder: `${name}/usr/share/made`, documents: 60, seed: room.seed + at * 7 });
    room.write({
      [`${name}/DEBIAN/control`]: `Package: made\nVersion: ${version}\nArchitecture: all\nMaintainer: t <t@example.org>\nDescription: made\n`,
      [`${name}/etc/made.conf`]: `version=${version}\n`,
    });
    await room.aside(`dpkg-deb -Zgzip --build --root-owner-group ${name} ${name}.deb`);
  }
  room.write({ 'dpkg/status': '', 'dpkg/info/format': '1\n', 'dpkg/updates/.keep': '', 'target/.keep': '' });
  await room.aside('rm dpkg/updates/.keep');
}

export const packaging: readonly Workload[] = [
  {
    id: 'packaging/dpkg-upgrade',
    about: 'dpkg installs a package into a directory, upgrades it twice and removes it',
    row: 'apt and dpkg',
    needs: needs('dpkg'),
    short: true,
    prepare: packages,
    run: async (room) => {
      await room.work(
        `${DPKG} -i made-1.0.deb; ${DPKG} -i made-2.0.deb; ${DPKG} -i made-1.0.deb; ${DPKG} -i made-2.0.deb`,
      );
      assert.equal(room.read('target/etc/made.conf'), 'version=2.0\n');
      await room.work(`${DPKG} --purge made`);
      assert.deepEqual(room.find('target/usr/share/made/**'), []);
    },
  },
  {
    id: 'packaging/dpkg-deb-extract',
    about: 'dpkg-deb extracts a version over another one that was there before',
    row: 'apt and dpkg',
    needs: needs('dpkg-deb:dpkg'),
    short: false,
    prepare: async (room) => {
      await packages(room);
      await room.aside('dpkg-deb -x made-1.0.deb target');
    },
    run: async (room) => {
      await room.work('dpkg-deb -x made-2.0.deb target');
      assert.equal(room.read('target/etc/made.conf'), 'version=2.0\n');
    },
  },
  {
    id: 'packaging/npm-ci',
    about: 'npm ci replaces the packages of a project by those of its lock file, from local archives',
    row: 'npm ci',
    needs: needs('npm'),
    short: false,
    prepare: async (room) => {
      for (const version of ['1.0.0', '2.0.0']) {
        room.documents({ folder: `lib-${version}/data`, documents: 60, seed: version.length });
        room.write({ [`lib-${version}/package.json`]: JSON.stringify({ name: 'lib', version }) });
      }
      room.write({ 'app/package.json': JSON.stringify({ name: 'app', version: '1.0.0', private: true }) });
      await room.aside(
        `for v in 1.0.0 2.0.0; do (cd lib-$v; npm pack --silent --pack-destination ../app); done
         cd app; npm install --offline --no-audit --no-fund --silent ./lib-1.0.0.tgz`,
      );
    },
    run: async (room) => {
      await room.work(
        'cd app; npm ci --offline --no-audit --no-fund --silent; npm install --offline --no-audit --no-fund --silent ./lib-2.0.0.tgz; npm ci --offline --no-audit --no-fund --silent',
      );
      assert.match(room.read('app/node_modules/lib/package.json'), /2\.0\.0/);
    },
  },
  {
    id: 'packaging/python-site',
    about: 'a python package is compiled, zipped as a wheel, unpacked and compiled again',
    row: 'apt and dpkg',
    needs: needs('python3'),
    short: false,
    prepare: async (room) => {
      for (let i = 0; i < 60; i += 1)
        room.write({ [`site/part${i % 6}/module${i}.py`]: `def f${i}(x):\n    return x * ${i}\n`.repeat(i + 1) });
    },
    run: async (room) => {
      await room.work(
        `python3 -m compileall -q site; python3 -m zipfile -c site.whl site; python3 -m zipfile -e site.whl out
         sed -i 's/x \\* /x + /' site/*/*.py; python3 -m compileall -q -f site; python3 -m compileall -q -f -o 2 site`,
      );
      assert.ok(room.find('site/**/*.pyc').length >= 120);
    },
  },
];
