import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { verbNames } from './registry.ts';
import { Bench, needsRoot, runProgram } from './testing/program.ts';

const bench = new Bench();
after(() => bench.remove());

test('the registry lists exactly the verbs of the folder', () => {
  const files = readdirSync(new URL('verbs/', import.meta.url)).filter((name) => !name.includes('.test.'));
  assert.deepEqual([...verbNames].map((name) => `${name}.ts`).sort(), files.sort());
});

for (const [args, code, out, err] of [
  [['--help'], 0, /^ {2}run +watch this host/m, /^$/],
  [['--version'], 0, /^cipherwatch \d+\.\d+\.\d+\n$/, /^$/],
  [['run', '--help'], 0, /--duration TIME/, /^$/],
  [['config', 'schema'], 0, /TrustedCryptoLibs/, /^$/],
  [['config', 'show'], 0, /SyscallBurstRate: 40/, /^$/],
  [['config', 'check'], 0, /^ok: \d+ of \d+ settings given/, /^$/],
  [[], 2, /^$/, /no verb given/],
  [['rum'], 2, /^$/, /did you mean 'run'\?/],
  [['config'], 2, /^$/, /config takes one of check, schema, show/],
  [['record'], 2, /^$/, /record needs --output FILE/],
] as const) {
  test(`cipherwatch ${args.join(' ')} ends with ${code}`, async () => {
    const ended = await runProgram(args);
    assert.equal(ended.code, code, ended.err);
    assert.match(ended.out, out);
    assert.match(ended.err, err);
  });
}

test('config check names file, line and the nearest key: code 2; --debug adds the stack', async () => {
  const file = bench.path('bad.yaml');
  writeFileSync(file, 'state: /x\nan0603:\n  SyscalBurstRate: 3\n');
  const { code, err } = await runProgram(['config', 'check', '--config', file]);
  assert.equal(code, 2);
  assert.equal(
    err,
    `cipherwatch: ${file}:3: unknown setting 'an0603.SyscalBurstRate'; did you mean 'an0603.SyscallBurstRate'?\n`,
  );
  assert.match((await runProgram(['config', 'check', '--config', file, '--debug'])).err, /\n {4}at /);
});

test('doctor --json: every check with state and why; 3 when the sensor refuses', { skip: needsRoot }, async () => {
  const good = await bench.start(['doctor', '--json']).ended;
  const { checks } = JSON.parse(good.out) as { checks: { id: string; state: string; why: string }[] };
  assert.ok(good.code === 0 || good.code === 1, good.out);
  assert.match(checks.find(({ id }) => id === 'attach')?.why ?? '', /^contract 1\.\d+, attached process/);
  const bad = await bench.start(['doctor'], { FAKE_REFUSE: 'the kernel says no; do that' }).ended;
  assert.equal(bad.code, 3);
  assert.match(bad.out, /^missing +attaching to the kernel +the kernel says no; do that$/m);
});
