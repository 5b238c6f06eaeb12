/** The rooms' limits in biome.json, shown by files that break them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

const root = join(import.meta.dirname, '../..');
let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-rooms-'));
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  cpSync(join(root, '.gitignore'), join(folder, '.gitignore'));
  cpSync(join(root, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
after(() => rmSync(folder, { recursive: true }));

/** Diagnostics of the rooms' rules on one file. */
function broken(path: string, text: string): readonly string[] {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  const args = [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'lint', '--reporter=json', path];
  const done = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  rmSync(file);
  const report = JSON.parse(done.stdout) as { diagnostics: { category: string; message: unknown }[] };
  const told = report.diagnostics.filter(({ category }) => /noRestricted|^plugin$/.test(category));
  return told.map(({ message }) => JSON.stringify(message));
}

const forbidden: readonly (readonly [path: string, text: string])[] = [
  ['src/event/x.ts', `import { readFileSync } from 'node:fs'; export const x = readFileSync;`],
  ['src/source/x.ts', `import { x } from '../analytics/index.ts'; export { x };`],
  ['src/source/auditd/x.ts', `export { x } from '../../incident/index.ts';`],
  ['src/host/x.ts', `import type { X } from '../analytics/contract.ts'; export type Y = X;`],
  ['src/host/deep/x.ts', `export const x = await import('../../analytics/index.ts');`],
  ['src/stats/x.ts', `import type { X } from '../event/index.ts'; export type Y = X;`],
  ['src/bounded/x.ts', `import type { X } from '../host/index.ts'; export type Y = X;`],
  ['src/analytics/x.ts', `import { connect } from 'node:net'; export const x = connect;`],
  ['src/analytics/an0401/legs/x.ts', `export { x } from '../../../source/index.ts';`],
  ['src/analytics/an0401/x.ts', `export const now = (): number => Date.now();`],
  ['src/analytics/an0401/x.ts', `export const now = (): number => performance.now();`],
  ['src/analytics/an0603/x.ts', `export const dice = (): number => Math.random();`],
  ['src/store/x.ts', `import { x } from '../cli/index.ts'; export { x };`],
  ['src/host/x.ts', `import { x } from '../fleet/index.ts'; export { x };`],
  ['src/store/x.ts', `export const end = (): void => process.exit(2);`],
  ['src/incident/x.ts', `process.exitCode = 3; export {};`],
];

for (const [path, text] of forbidden)
  test(`refuses in ${path}: ${text}`, () => {
    assert.equal(broken(path, text).length, 1);
  });

const allowed: readonly (readonly [path: string, text: string])[] = [
  ['src/event/x.test.ts', `import { readFileSync } from 'node:fs'; export const x = readFileSync;`],
  [
    'src/host/x.ts',
    `import type { X } from '../event/index.ts'; import { y } from '../stats/index.ts'; export type { X }; export { y };`,
  ],
  ['src/stats/deep/x.ts', `import { x } from '../index.ts'; export { x };`],
  ['src/analytics/an0401/x.ts', `export const iso = (ms: number): string => new Date(ms).toISOString();`],
  ['src/cli/x.ts', `import { x } from '../analytics/index.ts'; export { x }; process.exitCode = 2;`],
];

for (const [path, text] of allowed)
  test(`stays quiet when ${path} has: ${text}`, () => {
    assert.deepEqual(broken(path, text), []);
  });
