import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { usedBelow, usedBy } from './processor.ts';

/** Works for a while; how long that takes is up to the machine. */
const WORK = 'let x = 0; for (let i = 0; i < 1e8; i += 1) x += i % 7;';

test('what children have used counts once they have ended', () => {
  const before = usedBy([]);
  execFileSync(process.execPath, ['-e', WORK]);
  assert.ok(usedBy([]) >= before + 20, `${usedBy([]) - before} ms`);
});

test('what a server uses counts while it lives, with what is below it', async () => {
  const child = spawn(process.execPath, ['-e', `${WORK} console.log('done'); setTimeout(() => {}, 20_000)`]);
  try {
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    assert.ok(usedBelow(pid) >= 20);
    assert.ok(usedBy([pid]) >= usedBy([]) + 20);
    assert.ok(usedBelow(process.pid) >= usedBelow(pid));
  } finally {
    child.kill('SIGKILL');
  }
});

test('who is gone has used nothing', () => assert.equal(usedBelow(2 ** 22 + 1), 0));
