import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const main = join(import.meta.dirname, 'main.ts');

/** Runs the test run in a folder of its own with these files. */
function runIn(files: Readonly<Record<string, string>>): { readonly code: number | null; readonly lines: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'cw-testing-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `import { test } from 'node:test';\n${text}\n`);
    }
    // A test file must not take itself for a part of the run around it.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    env.TEST_TIMEOUT_MS = '1500';
    const done = spawnSync(process.execPath, [main], { cwd: folder, env, encoding: 'utf8' });
    return { code: done.status, lines: done.stdout.trimEnd().split('\n') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly code: number;
  readonly last?: string;
  readonly says: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a good run',
    files: { 'src/a.test.ts': `test('a', () => {});`, 'test/b.test.ts': `test('b', () => {});` },
    code: 0,
    last: '2 passed, 0 failed',
    says: [],
  },
  {
    name: 'a failure',
    files: { 'src/a.test.ts': `test('a', () => {}); test('bad', () => { throw new Error('why it failed'); });` },
    code: 1,
    last: '1 passed, 1 failed',
    says: ['✖ src/a.test.ts', 'why it failed'],
  },
  {
    name: 'skipped tests with their reasons',
    files: { 'test/a.test.ts': `test('a', () => {}); test('bpf', (t) => t.skip('no kernel BTF'));` },
    code: 0,
    last: '1 passed, 0 failed, 1 skipped',
    says: ['skipped:', 'test/a.test.ts: bpf: no kernel BTF'],
  },
  {
    name: 'a file that does not load',
    files: { 'src/a.test.ts': `test('a', () => {});`, 'src/b.test.ts': `throw new Error('no such thing');` },
    code: 1,
    last: '1 passed, 1 failed',
    says: ['✖ src/b.test.ts', 'no such thing'],
  },
  {
    name: 'a test that never ends, in a file that keeps a handle open',
    files: { 'src/a.test.ts': `test('b', () => {}); test('a', () => new Promise(() => setInterval(() => {}, 9)));` },
    code: 1,
    last: '1 passed, 1 failed',
    says: ['timed out'],
  },
  {
    name: 'a test that blocks its process',
    files: { 'src/a.test.ts': `test('a', () => { for (;;); });`, 'src/b.test.ts': `test('b', () => {});` },
    code: 1,
    last: '1 passed, 1 failed',
    says: ['the files that are running are killed', '✖ src/a.test.ts  did not run to its end'],
  },
  {
    name: 'a process that a test left behind',
    files: {
      'src/a.test.ts': `import { spawn } from 'node:child_process';
        test('a', () => spawn('sleep', ['20'], { stdio: 'inherit', detached: true }).unref());`,
    },
    code: 1,
    says: ['the run hangs and is given up', 'stopped before the end'],
  },
  {
    name: 'a file that leaves before it has told of its tests',
    files: {
      'src/a.test.ts': `test('a', () => {});`,
      'src/b.test.ts': `test('b', () => {}); process.exit(0);`,
    },
    code: 1,
    last: '1 passed, 1 failed',
    says: ['✖ src/b.test.ts  did not run to its end'],
  },
  { name: 'a run without tests', files: {}, code: 1, last: '0 passed, 0 failed', says: [] },
];

for (const { name, files, code, last, says } of cases)
  test(`${name}: exit code, last line and what is told`, () => {
    const done = runIn(files);
    if (last !== undefined) assert.equal(done.lines.at(-1), last, done.lines.join('\n'));
    assert.equal(done.code, code);
    for (const text of says) assert.ok(done.lines.join('\n').includes(text), `${text} in ${done.lines.join('\n')}`);
  });
