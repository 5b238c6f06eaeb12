import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runProgram as run } from '../testing/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'cw-canary-verb-'));
after(() => rmSync(folder, { recursive: true }));

test('canary plant, list, remove: listed in the settings that run reads, exit codes', async () => {
  const directory = join(folder, 'home');
  mkdirSync(directory);
  const config = join(folder, 'cipherwatch.yaml');
  appendFileSync(config, `an0603:\n  canaries: [/somewhere/else]\n`);
  const canary = (...args: readonly string[]) => run(['canary', ...args, '--config', config]);
  const planted = await canary('plant', directory);
  assert.equal(planted.code, 0, planted.err);
  const shown = await run(['config', 'show', '--config', config]);
  assert.match(shown.out, /zz-canaries\.yaml/);
  assert.match(shown.out, /\/somewhere\/else/);
  const listed = await canary('list');
  assert.equal(listed.out.match(/^intact/gm)?.length, 3);
  assert.match(listed.out, /^foreign +\/somewhere\/else$/m);
  assert.equal(listed.code, 0);
  appendFileSync(listed.out.match(/^intact +(.*)$/m)?.[1] ?? '', 'x');
  assert.equal((await canary('list')).code, 1);
  const removed = await canary('remove', directory);
  assert.equal(removed.code, 1);
  assert.match(removed.err, /is changed: it is left where it is/);
  assert.equal(removed.out.match(/^removed/gm)?.length, 2);
  assert.equal((await canary('plant')).code, 2);
  assert.equal((await canary('plant', join(directory, 'nowhere'))).code, 2);
});
