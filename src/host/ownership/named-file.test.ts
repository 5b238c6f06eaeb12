import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { hostFiles } from '../file-reader.ts';
import type { Ownership } from '../view.ts';
import { ownerOfNamed } from './named-file.ts';
import { PENDING } from './provider.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'named-')));
after(() => rmSync(root, { recursive: true }));

for (const directory of ['share/app', 'share/bare', 'share/odd', 'mods/__pycache__', 'alternatives'])
  mkdirSync(join(root, directory), { recursive: true });
for (const file of ['share/tool-1.pl', 'share/app/__main__.py', 'share/odd/__main__.py', 'mods/m.py', 'stray.py'])
  writeFileSync(join(root, file), '');
symlinkSync('../share/tool-1.pl', join(root, 'alternatives/tool'));
symlinkSync('alternatives/tool', join(root, 'tool'));
symlinkSync('share', join(root, 'current'));
symlinkSync('../stray.py', join(root, 'share/link.py'));

/** Directories are owned too, as in dpkg's lists. */
const OWNED = [
  'share',
  'share/tool-1.pl',
  'share/app',
  'share/app/__main__.py',
  'share/bare',
  'share/odd',
  'mods/m.py',
];
const database = {
  manager: 'dpkg',
  ownerOf: (path: string): Ownership =>
    OWNED.some((owned) => path === join(root, owned))
      ? { state: 'packaged', manager: 'dpkg', name: 'tool' }
      : { state: 'unpackaged' },
} as const;

describe('the owner of a file that was named', () => {
  const rows: readonly (readonly [what: string, path: string, state: Ownership['state']])[] = [
    ['a script', 'share/tool-1.pl', 'packaged'],
    ['a script that an alternative leads to', 'tool', 'packaged'],
    ['a script behind a link to its directory', 'current/tool-1.pl', 'packaged'],
    ['byte code made on the host', 'mods/__pycache__/m.cpython-311.pyc', 'packaged'],
    ['optimised byte code', 'mods/__pycache__/m.cpython-311.opt-1.pyc', 'packaged'],
    ['byte code beside its source', 'mods/m.pyc', 'packaged'],
    ['a directory that holds a program', 'share/app', 'packaged'],
    ['a directory of classes', 'share/bare', 'packaged'],
    ['a program that somebody laid into a directory of a package', 'share/odd', 'unpackaged'],
    ['a script among those of packages', 'share/mine.py', 'unpackaged'],
    ['byte code without a source that is owned', 'mods/__pycache__/n.cpython-311.pyc', 'unpackaged'],
    ['a link of no package to a script of none', 'share/link.py', 'unpackaged'],
  ];
  for (const [what, path, state] of rows)
    it(`${what}: ${state}`, () => assert.equal(ownerOfNamed(join(root, path), database, hostFiles).state, state));

  it('does not follow links of the process that asks', () => {
    const everything = { ...database, ownerOf: (path: string) => database.ownerOf(path) };
    const reader = { ...hostFiles, realPath: () => join(root, 'share/tool-1.pl') };
    assert.equal(ownerOfNamed('/proc/self/fd/3', everything, reader).state, 'unpackaged');
    assert.equal(ownerOfNamed('/srv/x', everything, reader).state, 'packaged');
  });

  it('waits for an answer that is being found out', () => {
    const waiting = { ...database, ownerOf: () => PENDING };
    assert.equal(ownerOfNamed(join(root, 'tool'), waiting, hostFiles), PENDING);
  });
});
