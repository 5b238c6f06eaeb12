import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { isPending } from './provider.ts';
import { RpmDatabase, rpmQuery } from './rpm.ts';

/** Speaks as `rpm -qf --qf '%{NAME}\n' -- PATH` does. */
const SPEAKS_RPM = `#!/bin/sh
case "$5" in
  /usr/bin/ls) echo coreutils-single ;;
  /broken) echo "error: cannot open Packages database" >&2; exit 255 ;;
  *) echo "file $5 is not owned by any package"; exit 1 ;;
esac
`;

it('answers when rpm has, and is pending until then', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rpm-'));
  const command = join(directory, 'rpm');
  writeFileSync(command, SPEAKS_RPM);
  chmodSync(command, 0o755);
  let now = 0;
  const rpm = new RpmDatabase(rpmQuery(command), () => now);
  const paths = ['/usr/bin/ls', '/opt/mine', '/broken'];
  for (const path of paths) assert.ok(isPending(rpm.ownerOf(path)));
  await rpm.idle();
  const [owned, own, broken] = paths.map((path) => rpm.ownerOf(path));
  assert.deepEqual(owned, { state: 'packaged', manager: 'rpm', name: 'coreutils-single' });
  assert.deepEqual(own, { state: 'unpackaged' });
  assert.equal(broken?.state, 'unknown');
  assert.ok(broken !== undefined && !isPending(broken));
  now = 120_000;
  assert.ok(isPending(rpm.ownerOf('/opt/mine')), 'a refusal is not believed for ever');
  assert.ok(!isPending(rpm.ownerOf('/usr/bin/ls')));
  await rpm.idle();
  rmSync(directory, { recursive: true });
});
