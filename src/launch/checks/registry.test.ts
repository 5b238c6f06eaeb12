import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { isNewEnough } from './kernel.ts';
import { lackingCapabilities } from './privileges.ts';
import { checks } from './registry.ts';

const NOT_CHECKS = ['check.ts', 'file-text.ts', 'registry.ts'];

test('the registry lists exactly the checks of the folder', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => !name.includes('.test.') && !NOT_CHECKS.includes(name),
  );
  assert.deepEqual(checks.map(({ id }) => `${id}.ts`).sort(), files.sort());
});

for (const [version, expected] of [
  ['5.8.0', true],
  ['5.7.19', false],
  ['6.1.0-18-amd64', true],
  ['4.19.0', false],
  ['nonsense', false],
] as const) {
  test(`kernel ${version} is ${expected ? 'new enough' : 'too old'}`, () =>
    assert.equal(isNewEnough(version), expected));
}

test('capabilities: CAP_SYS_ADMIN stands for all, else each is named', () => {
  assert.deepEqual(lackingCapabilities('000001ffffffffff'), []);
  assert.deepEqual(lackingCapabilities((1n << 21n).toString(16)), []);
  assert.deepEqual(lackingCapabilities((1n << 39n).toString(16)), ['CAP_PERFMON']);
  assert.deepEqual(lackingCapabilities('0'), ['CAP_BPF', 'CAP_PERFMON']);
  assert.deepEqual(lackingCapabilities(''), ['CAP_BPF', 'CAP_PERFMON']);
});
