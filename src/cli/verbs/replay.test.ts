import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { documentJob } from '../../engine/testing/encryption.ts';
import { Decoder } from '../../event/index.ts';
import { encodeEvents } from '../../event/testing/encode-event.ts';
import { Recorder } from '../../source/index.ts';
import { Bench, needsRoot, runProgram } from '../testing/program.ts';

const bench = new Bench();
after(() => bench.remove());

function recording(name: string, encrypts: boolean, files = 30): string {
  const path = bench.path(name);
  const recorder = new Recorder(path, { created: '2026-01-01T00:00:00Z', version: '0' });
  const bytes = encodeEvents(documentJob({ files, encrypts }));
  recorder.take(bytes, new Decoder().push(bytes));
  recorder.close();
  return path;
}

const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('findings: code 1 and OCSF on standard output', async () => {
  const { code, out, err } = await runProgram(['replay', recording('bad.cwr', true)]);
  assert.equal(code, 1, err);
  assert.equal(lines(out)[0]?.class_uid, 2004);
  assert.equal(lines(out)[0]?.finding_info.analytic.uid, 'AN0603');
});

test('stays quiet when documents are only copied: code 0, nothing on standard output', async () => {
  const { code, out } = await runProgram(['replay', recording('good.cwr', false)]);
  assert.equal(code, 0);
  assert.equal(out, '');
});

test('a damaged recording: findings up to there are kept, the offset is named, code 2', async () => {
  const whole = readFileSync(recording('long.cwr', true, 3000));
  const cut = bench.path('cut.cwr');
  writeFileSync(cut, whole.subarray(0, whole.length - 2000));
  const output = bench.path('kept.ndjson');
  const { code, err } = await runProgram(['replay', cut, '--format', 'native', '--output', output]);
  assert.equal(code, 2, err);
  assert.match(err, /^cipherwatch: .*at byte \d+/m);
  const kept = readFileSync(output, 'utf8');
  const intact = await runProgram(['replay', bench.path('long.cwr'), '--format', 'native']);
  assert.ok(lines(kept).length > 0 && lines(kept)[0].uid === lines(intact.out)[0].uid);
});

for (const [what, args, message] of [
  ['no file', [], /replay needs at least one FILE/],
  ['a file that is not there', ['/no/such.cwr'], /cannot read \/no\/such\.cwr/],
  ['a file that is no recording', [import.meta.filename], /at byte 0/],
  ['telemetry that is not built', ['--from', 'auditd', 'x'], /--from auditd is not built yet/],
  ['unknown telemetry', ['--from', 'auditt', 'x'], /did you mean 'auditd'/],
] as const) {
  test(`refuses ${what} with code 2 and one line`, async () => {
    const { code, err } = await runProgram(['replay', ...args]);
    assert.equal(code, 2, err);
    assert.match(err, message);
    assert.equal(err.trim().split('\n').length, 1);
  });
}

test('live and replayed findings are equal, and so is what was recorded beside', { skip: needsRoot }, async () => {
  const stream = bench.path('stream');
  writeFileSync(stream, encodeEvents(documentJob({ files: 60, encrypts: true }).slice(1)));
  const [live, kept] = [bench.path('live.ndjson'), bench.path('kept.cwr')];
  const args = ['--format', 'native', '--output', live, '--state', bench.path('state'), '--record', kept];
  const run = bench.start(['run', '--duration', '700ms', ...args], { FAKE_STREAM: stream });
  const ended = await run.ended;
  assert.equal(ended.code, 0, ended.err);
  const replayed = await runProgram(['replay', kept, '--format', 'native']);
  assert.equal(replayed.out, readFileSync(live, 'utf8'));
  assert.ok(lines(replayed.out).length > 0);
});

test('record writes what replay reads', { skip: needsRoot }, async () => {
  const stream = bench.path('stream2');
  writeFileSync(stream, encodeEvents(documentJob({ files: 40, encrypts: true }).slice(1)));
  const kept = bench.path('recorded.cwr');
  const ended = await bench.start(['record', '--output', kept, '--duration', '500ms'], { FAKE_STREAM: stream }).ended;
  assert.equal(ended.code, 0, ended.err);
  assert.match(ended.err, /^recording to .*\nrecorded \d+ events, none lost, \d+ bytes$/m);
  assert.equal((await runProgram(['replay', kept])).code, 1);
});
