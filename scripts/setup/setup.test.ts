/** The set-up on a made-up machine: its tools are small scripts in a folder of the test. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const packages = JSON.parse(readFileSync(join(root, 'scripts/packages.json'), 'utf8')).packages as {
  name: string;
  for: string[];
  needs: string[];
  why: string;
}[];

/** A clone that has the scripts, one missing system package, and tools that say how they were called. */
function inClone(tools: Readonly<Record<string, string>>, uid?: number) {
  const clone = mkdtempSync(join(tmpdir(), 'cw-setup-'));
  try {
    cpSync(join(root, 'scripts'), join(clone, 'scripts'), { recursive: true });
    const absent = { name: 'cw-absent', for: ['build'], needs: ['cw-absent-program'], why: 'shows what is missing' };
    writeFileSync(join(clone, 'scripts/packages.json'), JSON.stringify({ packages: [absent] }));
    mkdirSync(join(clone, 'tools'));
    mkdirSync(join(clone, 'build'));
    for (const [name, body] of Object.entries(tools)) {
      writeFileSync(join(clone, 'tools', name), `#!/bin/sh\necho "${name} $*" >> ${clone}/build/calls\n${body}\n`);
      chmodSync(join(clone, 'tools', name), 0o755);
    }
    if (uid !== undefined) for (const path of ['', 'build']) chmodSync(join(clone, path), 0o777);
    const env = { PATH: `${clone}/tools:${process.env.PATH}` };
    const done = spawnSync(process.execPath, [join(clone, 'scripts/start.mjs')], {
      env,
      encoding: 'utf8',
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    return { code: done.status, said: done.stderr };
  } finally {
    rmSync(clone, { recursive: true });
  }
}

const asRoot = process.getuid?.() === 0;
const needsRoot = asRoot ? {} : { skip: 'the set-up asks apt-get only as root' };

test('without root it prints the exact command and ends with exit code 3', () => {
  const done = inClone({}, asRoot ? 65534 : undefined);
  assert.equal(done.code, 3, done.said);
  assert.match(done.said, /sudo apt-get install -y --no-install-recommends cw-absent\n/);
});

test('a half-installed package is named, with the remedy, before anything is installed', needsRoot, () => {
  const done = inClone({ dpkg: 'echo " libfoo  half configured"', 'apt-get': 'exit 9' });
  assert.equal(done.code, 3, done.said);
  assert.match(done.said, /libfoo/);
  assert.match(done.said, /dpkg --configure -a/);
  assert.doesNotMatch(done.said, /installing system packages/);
});

test('an inconsistent package state is refused', needsRoot, () => {
  const done = inClone({ dpkg: 'exit 0', 'apt-get': 'echo "E: Unmet dependencies."; exit 100' });
  assert.equal(done.code, 3, done.said);
  assert.match(done.said, /Unmet dependencies/);
  assert.match(done.said, /--fix-broken install/);
});

test('a failed installation shows what apt-get said', needsRoot, () => {
  const fails = 'case " $* " in *" install "*) echo "E: Unable to locate package cw-absent"; exit 100;; esac';
  const done = inClone({ dpkg: 'exit 0', 'apt-get': fails });
  assert.equal(done.code, 3, done.said);
  assert.match(done.said, /installing system packages with apt-get: cw-absent\n/);
  assert.match(done.said, /Unable to locate package cw-absent/);
});

test('an installation that brings nothing is not believed', needsRoot, () => {
  const done = inClone({ dpkg: 'exit 0', 'apt-get': 'exit 0' });
  assert.equal(done.code, 3, done.said);
  assert.match(done.said, /still|missing: cw-absent-program/);
});

test('what was installed is used: the set-up goes on to the node packages', needsRoot, () => {
  const brings = 'case " $* " in *" install "*) touch "$(dirname "$0")/cw-absent-program";; esac';
  const done = inClone({ dpkg: 'exit 0', 'apt-get': brings, npm: 'echo "npm has no network"; exit 1' });
  assert.equal(done.code, 3, done.said);
  assert.match(done.said, /installing node packages/);
  assert.match(done.said, /npm has no network/);
});

test('every system package says what it is for, how its presence is seen, and why it is needed', () => {
  for (const one of packages) {
    assert.ok(
      one.for.length > 0 && one.for.every((use) => ['build', 'test', 'check', 'bench'].includes(use)),
      one.name,
    );
    assert.ok(one.needs.length > 0 && one.why.length > 10, one.name);
  }
  assert.equal(new Set(packages.map(({ name }) => name)).size, packages.length);
});

test('the lock file names hashes and no download address, and no package has an install script', () => {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const locked = JSON.parse(text).packages as Record<
    string,
    {
      resolved?: string;
      hasInstallScript?: boolean;
      integrity?: string;
      os?: string | string[];
      cpu?: string | string[];
      libc?: string[];
    }
  >;
  for (const [name, one] of Object.entries(locked)) {
    if (name === '') continue;
    assert.equal(one.resolved, undefined, name);
    assert.notEqual(one.hasInstallScript, true, name);
    const fits = (values: string | string[] | undefined, ours: readonly string[]): boolean =>
      values === undefined || [values].flat().some((value) => ours.includes(value));
    if (fits(one.os, ['linux']) && fits(one.cpu, ['x64', 'arm64']) && fits(one.libc, ['glibc']))
      assert.match(one.integrity ?? '', /^sha512-/, name);
  }
});
