import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { classify, isPlaintext } from '../stats/content/index.ts';
import { inspect, plant, remove } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'cw-canary-'));
after(() => rmSync(folder, { recursive: true }));
let made = 0;

function home(): string {
  made += 1;
  const path = join(folder, `home-${made}`);
  mkdirSync(path);
  return path;
}

test('plants documents that the analytic knows as documents, hidden, with a tag for backups, once', () => {
  const directory = home();
  const paths = plant(directory);
  assert.equal(paths.length, 3);
  assert.deepEqual(plant(directory), paths);
  for (const path of paths) {
    assert.equal(inspect(path).state, 'intact');
    const bytes = readFileSync(path);
    assert.ok(bytes.length > 2000, `${bytes.length} bytes`);
    assert.ok(isPlaintext(classify(bytes.subarray(0, 512), bytes.length, 0)));
    assert.equal(statSync(path).mode & 0o777, 0o600);
  }
  const [hidden, ...others] = readdirSync(directory);
  assert.deepEqual(others, []);
  assert.match(hidden ?? '', /^\./);
  assert.ok(existsSync(join(directory, hidden ?? '', 'CACHEDIR.TAG')));
  assert.notEqual(
    plant(home())[0]?.slice(directory.length),
    paths[0]?.slice(directory.length),
    'names differ by place',
  );
});

test('removes what is as it was planted, and leaves what was changed', () => {
  const directory = home();
  const [first = '', second = '', third = ''] = plant(directory);
  appendFileSync(first, 'more');
  assert.equal(inspect(first).state, 'changed');
  assert.throws(() => remove(first), { code: 'not_planted' });
  remove(second);
  assert.equal(inspect(second).state, 'missing');
  remove(second);
  remove(third);
  assert.deepEqual(readdirSync(dirname(first)).length, 2);
  assert.equal(inspect('/etc/hostname').state, 'foreign');
  assert.throws(() => remove('/etc/hostname'), { code: 'not_planted' });
  assert.throws(() => plant(join(directory, 'nowhere')), { code: 'no_directory' });
});
