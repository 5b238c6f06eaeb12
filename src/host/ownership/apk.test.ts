import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { hostFiles } from '../file-reader.ts';
import { ApkDatabase, parseInstalled } from './apk.ts';

const INSTALLED = `C:Q1x
P:busybox
V:1.36
F:bin
R:busybox
a:0:0:755
F:etc
R:securetty

P:base
F:
R:rootfile
F:usr/bin
R:tool
`;

it('reads the owners from the installed database', () => {
  assert.deepEqual(
    [...parseInstalled(INSTALLED)],
    [
      ['/bin/busybox', 'busybox'],
      ['/etc/securetty', 'busybox'],
      ['/rootfile', 'base'],
      ['/usr/bin/tool', 'base'],
    ],
  );
});

it('reads it again when it has changed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'apk-'));
  const path = join(directory, 'installed');
  writeFileSync(path, INSTALLED);
  const apk = new ApkDatabase(hostFiles, path);
  assert.deepEqual(apk.ownerOf('/bin/busybox'), { state: 'packaged', manager: 'apk', name: 'busybox' });
  assert.deepEqual(apk.ownerOf('/bin/later'), { state: 'unpackaged' });
  writeFileSync(path, `${INSTALLED}\nP:late\nF:bin\nR:later\n`);
  utimesSync(path, 1, 1);
  assert.deepEqual(apk.ownerOf('/bin/later'), { state: 'packaged', manager: 'apk', name: 'late' });
  rmSync(directory, { recursive: true });
});
