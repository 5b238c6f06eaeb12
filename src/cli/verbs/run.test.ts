import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { documentJob } from '../../engine/testing/encryption.ts';
import { encodeEvents } from '../../event/testing/encode-event.ts';
import { Bench, needsRoot } from '../testing/program.ts';

const bench = new Bench();
after(() => bench.remove());
const skip = needsRoot;

/** Whether a process is there and no zombie that nobody has collected. */
function isRunning(pid: number | undefined): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function uidOf(pid: number): string {
  return /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
}

test('watches, drops privileges in the engine, and ends within 2 s of SIGTERM with code 0', { skip }, async () => {
  const log = bench.path('a.log');
  const run = bench.start(['run', '--state', bench.path('a')], { FAKE_LOG: log });
  await run.says(/^watching testhost .*seen: processes.*as (nobody|cipherwatch)$/m);
  const [start] = bench.starts(log);
  const ignored = start?.args.filter((_, index, all) => all[index - 1] === '--ignore-pid').map(Number) ?? [];
  assert.equal(ignored[0], run.child.pid, 'the launcher is not observed');
  assert.equal(uidOf(ignored[0] ?? 0), '0');
  assert.notEqual(uidOf(ignored[1] ?? 0), '0', 'the engine is unprivileged');
  const asked = performance.now();
  run.child.kill('SIGTERM');
  const { code, err } = await run.ended;
  assert.ok(performance.now() - asked < 2000);
  assert.equal(code, 0, err);
  assert.match(err, /^ended: \d+ events, none lost, 0 findings$/m);
  assert.equal(isRunning(start?.pid), false, 'the sensor is gone');
});

test('a sensor killed in mid-record is back within 2 s, and the gap is told', { skip }, async () => {
  const log = bench.path('b.log');
  const run = bench.start(['run', '--state', bench.path('b')], { FAKE_LOG: log });
  await run.says(/^watching/m);
  const killed = performance.now();
  process.kill(bench.starts(log)[0]?.pid ?? 0, 'SIGKILL');
  await run.says(/^gap: the sensor was interrupted and is back; \d+ ms/m);
  assert.ok(performance.now() - killed < 2000, `${performance.now() - killed} ms`);
  assert.match(run.err, /sensor was ended by SIGKILL; starting it again/);
  assert.deepEqual(bench.starts(log)[1]?.args.slice(-2), ['--restarts', '1']);
  run.child.kill('SIGINT');
  assert.equal((await run.ended).code, 0);
});

test('a torn record before the crash does not hide the gap', { skip }, async () => {
  const run = bench.start(['run', '--state', bench.path('c'), '--duration', '3s'], { FAKE_CRASH_MS: '900' });
  await run.says(/^gap: the sensor was interrupted/m);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
});

test('gives up with code 3 and the reason when the sensor keeps crashing', { skip }, async () => {
  const run = bench.start(['run', '--state', bench.path('d')], { FAKE_CRASH_MS: '20' });
  const { code, err } = await run.ended;
  assert.equal(code, 3, err);
  assert.match(err, /^cipherwatch: the sensor crashed 5 times within 30 s, given up; it was ended by SIGKILL/m);
});

test('a sensor that cannot run here: code 3 and its own last line, once', { skip }, async () => {
  const refused = { FAKE_REFUSE: 'no such program; do this' };
  const { code, err } = await bench.start(['run', '--state', bench.path('e')], refused).ended;
  assert.equal(code, 3);
  assert.equal(err.match(/no such program/g)?.length, 1);
  assert.match(err, /^cipherwatch: the sensor cannot run here: no such program; do this$/m);
});

test('a sensor of another contract: code 3 and one line', { skip }, async () => {
  // The engine without root could not write its coverage, and would say so on a line of its own.
  const variables = { FAKE_CONTRACT: '9', NODE_V8_COVERAGE: '' };
  const { code, err } = await bench.start(['run', '--state', bench.path('f')], variables).ended;
  assert.equal(code, 3, err);
  assert.match(err, /^cipherwatch: .*contract 9\.\d+/);
  assert.equal(err.trim().split('\n').length, 1, err);
});

test('a sensor that is not built: code 3 and how to build it', { skip }, async () => {
  const { code, err } = await bench.start(['run', '--state', bench.path('g')], {
    CIPHERWATCH_SENSOR: bench.path('none'),
  }).ended;
  assert.equal(code, 3);
  assert.match(err, /^cipherwatch: the sensor is not built: .* npm start builds it$/m);
});

test('a second instance on the same state: code 3 and one line, and the first goes on', { skip }, async () => {
  const first = bench.start(['run', '--state', bench.path('h')]);
  await first.says(/^watching/m);
  const { code, err } = await bench.start(['run', '--state', bench.path('h')]).ended;
  assert.equal(code, 3);
  assert.match(
    err,
    /^cipherwatch: another instance \(pid \d+\) uses .*: stop it, or give this one a state directory of its own$/m,
  );
  assert.equal(err.trim().split('\n').length, 1);
  assert.equal(first.child.exitCode, null);
  first.child.kill('SIGTERM');
  assert.equal((await first.ended).code, 0);
});

test('the engine killed: the sensor is stopped, and the code is not 0', { skip }, async () => {
  const log = bench.path('i.log');
  const run = bench.start(['run', '--state', bench.path('i')], { FAKE_LOG: log });
  await run.says(/^watching/m);
  const [start] = bench.starts(log);
  const engine = Number(start?.args[3]);
  process.kill(engine, 'SIGKILL');
  const { code, err } = await run.ended;
  assert.equal(code, 1, err);
  assert.match(err, /the engine was ended by SIGKILL/);
  assert.equal(isRunning(start?.pid), false);
});

test('a launcher killed leaves nothing behind', { skip }, async () => {
  const log = bench.path('j.log');
  const run = bench.start(['run', '--state', bench.path('j')], { FAKE_LOG: log });
  await run.says(/^watching/m);
  const [start] = bench.starts(log);
  run.child.kill('SIGKILL');
  // Standard error closes when the last of them has ended.
  await run.ended;
  assert.equal(isRunning(start?.pid), false);
});

test('SIGHUP reads the settings again, and a mistake in them changes nothing', { skip }, async () => {
  const config = bench.path('reload.yaml');
  writeFileSync(config, 'an0603:\n  SyscallBurstRate: 50\n', { mode: 0o600 });
  const run = bench.start(['run', '--state', bench.path('m'), '--config', config]);
  await run.says(/^watching/m);
  writeFileSync(config, 'an0603:\n  SyscallBurstRat: 60\n');
  run.child.kill('SIGHUP');
  await run.says(/^settings not reloaded: .*reload\.yaml:2: unknown setting/m);
  writeFileSync(config, 'an0603:\n  SyscallBurstRate: 60\n');
  run.child.kill('SIGHUP');
  await run.says(/^settings reloaded/m);
  run.child.kill('SIGTERM');
  assert.equal((await run.ended).code, 0);
});

test('ends in good order when nobody reads the findings any more', { skip }, async () => {
  const stream = bench.path('stream');
  writeFileSync(stream, encodeEvents(documentJob({ files: 40, encrypts: true }).slice(1)));
  const run = bench.start(['run', '--state', bench.path('n')], { FAKE_STREAM: stream });
  run.child.stdout?.destroy();
  const { code, err } = await run.ended;
  assert.equal(code, 0, err);
  assert.match(err, /^fault: findings to -: .*EPIPE/m);
});

test('a deaf sensor does not keep the end beyond 2 s', { skip }, async () => {
  const run = bench.start(['run', '--state', bench.path('k'), '--duration', '200ms'], { FAKE_DEAF: '1' });
  await run.says(/^watching/m);
  const asked = performance.now();
  const { code, err } = await run.ended;
  assert.ok(performance.now() - asked < 2400, `${performance.now() - asked} ms`);
  assert.equal(code, 0, err);
});

test('state below a directory that only root may enter is used all the same', { skip }, async () => {
  const run = bench.start(['run', '--state', bench.path('l/deeper'), '--duration', '300ms']);
  const { code, err } = await run.ended;
  assert.equal(code, 0, err);
  assert.doesNotMatch(err, /fault/);
});

for (const [what, args, code, message] of [
  ['a format that is not built', ['--format', 'ecs'], 2, /--format must be one of ocsf, native, not 'ecs'/],
  ['containment', ['--respond', 'contain'], 2, /containment is not built yet: use --respond observe/],
  ['a span without unit', ['--duration', '20'], 2, /--duration must be a time with its unit/],
  ['an unknown option', ['--stat', 'x'], 2, /run has no option '--stat'; did you mean '--state'\?/],
  ['a missing value', ['--state'], 2, /--state needs a value: DIR/],
  ['an operand', ['fast'], 2, /run takes no 'fast'/],
  ['an unknown user', ['--user', 'no-such-user'], 3, /there is no user no-such-user here/],
  ['settings that are not there', ['--config', '/no/such.yaml'], 2, /\/no\/such\.yaml: cannot be read: no such file/],
  [
    'an output that cannot be opened',
    ['--output', '/no/such/findings'],
    2,
    /cannot write findings to \/no\/such\/findings/,
  ],
] as const) {
  test(`refuses ${what} with code ${code} and one line`, { skip }, async () => {
    const ended = await bench.start(['run', '--state', bench.path('refused'), ...args]).ended;
    assert.equal(ended.code, code, ended.err);
    assert.match(ended.err, message);
    assert.equal(ended.err.trim().split('\n').length, 1, ended.err);
    assert.equal(ended.out, '');
  });
}
