import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import fc from 'fast-check';
import { hostFiles } from './file-reader.ts';
import { parsePasswd, passwdNames } from './users.ts';

it('reads names, the first of a uid, and skips what is no entry', () => {
  const text = 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n\n+::::::\n#x\nbad:x:-1:0\nada:x:1000:1000\n';
  assert.deepEqual(
    [...parsePasswd(text)],
    [
      [0, 'root'],
      [1000, 'ada'],
    ],
  );
});

it('takes any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parsePasswd(text)));
});

it('are read when first needed, and again after a change', () => {
  const directory = mkdtempSync(join(tmpdir(), 'passwd-'));
  const path = join(directory, 'passwd');
  const users = passwdNames(hostFiles, path);
  assert.equal(users.nameOf(0), undefined);
  writeFileSync(path, 'root:x:0:0::/root:/bin/sh\n');
  users.refresh();
  assert.equal(users.nameOf(0), 'root');
  writeFileSync(path, 'chief:x:0:0::/root:/bin/sh\n');
  utimesSync(path, 1, 1);
  assert.equal(users.nameOf(0), 'root', 'not before it is asked to look');
  users.refresh();
  assert.equal(users.nameOf(0), 'chief');
  rmSync(directory, { recursive: true });
});
