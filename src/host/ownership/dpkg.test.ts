import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { hostFiles } from '../file-reader.ts';
import { DpkgDatabase, parseDiversions } from './dpkg.ts';

let root: string;
let clock = 1_700_000_000;

/** Directory times would otherwise not differ within one test. */
function changed(): void {
  clock += 10;
  utimesSync(join(root, 'info'), clock, clock);
}

function install(list: string, paths: readonly string[]): void {
  writeFileSync(join(root, 'info', `${list}.list`), `/.\n${paths.join('\n')}\n`);
  clock += 10;
  utimesSync(join(root, 'info', `${list}.list`), clock, clock);
  changed();
}

const packaged = (name: string) => ({ state: 'packaged', manager: 'dpkg', name });
const unpackaged = { state: 'unpackaged' };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dpkg-'));
  mkdirSync(join(root, 'info'));
  install('coreutils', ['/bin', '/bin/ls', '/usr/bin/env']);
  install('libfoo:amd64', ['/lib/x86_64-linux-gnu/libfoo.so.1', '/usr/lib/foo/helper']);
});

afterEach(() => rmSync(root, { recursive: true }));

/** The host's own files, but whether /bin is a link is as the case has it. */
function database(merged: boolean): DpkgDatabase {
  return new DpkgDatabase({ ...hostFiles, isSymlink: (path) => merged && path === '/bin' }, root);
}

describe('the dpkg owner of a path', () => {
  const rows: readonly [string, boolean, object][] = [
    ['/usr/bin/env', true, packaged('coreutils')],
    ['/bin/ls', true, packaged('coreutils')],
    ['/usr/bin/ls', true, packaged('coreutils')],
    ['/usr/bin/ls', false, unpackaged],
    ['/usr/lib/x86_64-linux-gnu/libfoo.so.1', true, packaged('libfoo')],
    ['/usr/lib/foo/helper', true, packaged('libfoo')],
    ['/usr/local/bin/ls', true, unpackaged],
    ['/usr/bin/ls ', true, unpackaged],
    ['', true, unpackaged],
  ];
  for (const [path, merged, owner] of rows) {
    it(`of ${path}${merged ? '' : ' without a merged /usr'}`, () => {
      assert.deepEqual(database(merged).ownerOf(path), owner);
    });
  }

  it('follows what is installed, upgraded and removed', () => {
    const dpkg = database(true);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/new'), unpackaged);
    install('newpkg', ['/usr/bin/new', '/usr/bin/old']);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/new'), packaged('newpkg'));
    install('newpkg', ['/usr/bin/new']);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/nothing'), unpackaged);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/old'), unpackaged);
    unlinkSync(join(root, 'info/newpkg.list'));
    changed();
    assert.deepEqual(dpkg.ownerOf('/usr/bin/nothing'), unpackaged);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/new'), unpackaged);
    assert.deepEqual(dpkg.ownerOf('/bin/ls'), packaged('coreutils'));
  });

  it('follows diversions', () => {
    const diversions = ['/usr/bin/env', '/usr/bin/env.real', 'wrapper', '/bin/ls', '/bin/ls.mine', ':'];
    writeFileSync(join(root, 'diversions'), `${diversions.join('\n')}\n`);
    install('wrapper', ['/usr/bin/env']);
    const dpkg = database(true);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/env'), packaged('wrapper'));
    assert.deepEqual(dpkg.ownerOf('/usr/bin/env.real'), packaged('coreutils'));
    assert.deepEqual(dpkg.ownerOf('/usr/bin/ls'), unpackaged);
    assert.deepEqual(dpkg.ownerOf('/usr/bin/ls.mine'), packaged('coreutils'));
  });

  it('stays quiet when a diversion is cut short', () => {
    assert.equal(parseDiversions('/a\n/b\n').size, 0);
    assert.equal(parseDiversions('').size, 0);
  });
});

const live = existsSync('/var/lib/dpkg/info/dpkg.list');

it('agrees with dpkg -S on this host', { skip: live ? false : 'no dpkg here' }, () => {
  const dpkg = new DpkgDatabase(hostFiles);
  for (const path of ['/usr/bin/dpkg', '/bin/ls', '/usr/bin/env', '/usr/lib/apt/methods/http']) {
    if (!existsSync(path)) continue;
    const asked = execFileSync('dpkg', ['-S', path], { encoding: 'utf8' }).split(':')[0];
    assert.deepEqual(dpkg.ownerOf(path), packaged(asked ?? ''), path);
  }
  assert.deepEqual(dpkg.ownerOf(process.execPath), unpackaged);
});
