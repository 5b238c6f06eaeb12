import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulation } from './emulation.ts';
import { Ground } from './ground.ts';

const parent = mkdtempSync(join(tmpdir(), 'cipherwatch-ground-'));
after(() => rmSync(parent, { recursive: true, force: true }));

const removesAll: Emulation = {
  id: 'test/removes-all',
  analytic: 'AN0603',
  row: 'none',
  about: 'removes every original',
  needs: [],
  short: false,
  paced: false,
  run: async (ground) => {
    const { directory, files } = ground.corpus({ documents: 5 });
    const script = join(directory, 'remove.sh');
    writeFileSync(script, 'for f; do rm "$f"; echo "$EPOCHREALTIME $f" >&3; done; exit 3');
    const { pid, started, ended, damage, code } = await ground.run('/bin/bash', [script, ...files]);
    const failures = files.filter((path) => existsSync(path)).map((path) => `${path} is still there`);
    if (code !== 3) failures.push(`it ended with ${code}`);
    return { pid, begun: started, ended, damage, payloads: [], failures };
  },
};

/** A signal ends a process soon, not at once. */
async function isGone(pid: string): Promise<void> {
  let state = stateOf(pid);
  for (let tries = 0; tries < 500 && state !== undefined && state !== 'Z'; tries++) {
    await sleep(10);
    state = stateOf(pid);
  }
  assert.ok(state === undefined || state === 'Z', `what it started is ${state}`);
}

function stateOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2];
  } catch {
    return undefined;
  }
}

describe('ground', () => {
  test('an emulation tells each destroyed original at its time, and ends with its code', async () => {
    const ground = new Ground(parent);
    const { damage, failures, begun, ended } = await removesAll.run(ground);
    assert.deepEqual(failures, []);
    assert.equal(damage.length, 5);
    for (const { time } of damage) assert.ok(time >= begun - 1 && time <= ended + 1, `${begun} ${time} ${ended}`);
    ground.remove();
    assert.ok(!existsSync(ground.directory));
  });

  test('what was started ends with the signal, with all that it started', async () => {
    const stop = new AbortController();
    const ground = new Ground(parent, { signal: stop.signal });
    const pidFile = join(ground.directory, 'pid');
    const ended = ground.run('/bin/bash', ['-c', `sleep 60 & echo $! > ${pidFile}; echo "1 x" >&3; wait`], {
      onDamage: () => stop.abort(),
    });
    assert.equal((await ended).code, null);
    await isGone(readFileSync(pidFile, 'utf8').trim());
  });

  test('what left its group and cleared its environment ends too, when it works on the ground', async () => {
    const ground = new Ground(parent);
    const pidFile = join(ground.directory, 'pid');
    await ground.run('/bin/bash', [
      '-c',
      `setsid env -i /bin/sleep 600 2>&- 3>&- & echo $! > ${pidFile}; until grep -q ^sleep /proc/$!/comm; do :; done`,
    ]);
    await isGone(readFileSync(pidFile, 'utf8').trim());
  });

  test('ablated names are letters, the same for the same seed, and programs run under them', async () => {
    const names = () => {
      const ground = new Ground(parent, { ablated: true, seed: 7 });
      return [ground.name('openssl'), ground.extension('.enc'), ground.program('/bin/true')] as const;
    };
    const [name, extension, program] = names();
    assert.match(name, /^[a-z]{7}$/);
    assert.match(extension, /^\.[a-z]{3}$/);
    assert.notEqual(name, 'openssl');
    assert.deepEqual(names().slice(0, 2), [name, extension]);
    const { code } = await new Ground(parent).run(program, []);
    assert.equal(code, 0);
  });

  test('a program takes its own name when nothing is ablated', () => {
    const ground = new Ground(parent);
    assert.equal(ground.program('/bin/true'), '/bin/true');
    assert.notEqual(ground.program('/bin/true', true), '/bin/true');
  });
});
