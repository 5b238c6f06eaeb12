import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { LaunchError } from './error.ts';
import { findUser } from './privilege.ts';

const folder = mkdtempSync(join(tmpdir(), 'cw-users-'));
after(() => rmSync(folder, { recursive: true }));
const database = (lines: readonly string[]) => {
  const path = join(folder, `${lines.length}`);
  writeFileSync(path, lines.join('\n'));
  return path;
};
const NOBODY = 'nobody:x:65534:65534:nobody:/:/bin/false';
const OWN = 'cipherwatch:x:990:980::/:/bin/false';

test('auto is cipherwatch where it exists, else nobody', () => {
  assert.deepEqual(findUser('auto', database([NOBODY, OWN])), { name: 'cipherwatch', uid: 990, gid: 980 });
  assert.equal(findUser('auto', database([NOBODY])).uid, 65534);
});

test('refuses a user that does not exist, but knows root without a database', () => {
  assert.throws(
    () => findUser('alice', database([NOBODY])),
    (error) => error instanceof LaunchError && error.code === 'no_user' && /useradd/.test(error.message),
  );
  assert.equal(findUser('root', join(folder, 'none')).uid, 0);
});
