/** A recording is judged on another host as it was on the one that was recorded. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { documentJob } from '../../engine/testing/encryption.ts';
import { Decoder } from '../../event/index.ts';
import { encodeEvents } from '../../event/testing/encode-event.ts';
import { fileOf } from '../../event/testing/make.ts';
import { Recorder } from '../../source/index.ts';
import { needsOtherHost, otherHost } from '../testing/other-host.ts';
import { Bench } from '../testing/program.ts';

const bench = new Bench();
after(() => bench.remove());
chmodSync(bench.folder, 0o755);
const skip = needsOtherHost();

const TOOL = '/usr/bin/tool';
const recorded = otherHost(bench.path('recorded'), { user: 'alice', packages: { tools: [TOOL] } });
const another = otherHost(bench.path('another'), { user: 'mallory', packages: { coreutils: ['/usr/bin/true'] } });

/** A job whose encrypting program is a package's, and whose other programs are not. */
const job = documentJob({ files: 40, encrypts: true }).map((event) =>
  event.kind === 'process_start' && event.argv[0] === 'openssl'
    ? { ...event, image: { ...event.image, path: TOOL, file: fileOf(1001) } }
    : event,
);
/** The made sensor says hello itself. */
const stream = bench.path('stream');
writeFileSync(stream, encodeEvents(job.slice(1)));

/** Judges live on the recorded host. @returns findings as they were written. */
async function live(kept: string, name: string, under = recorded): Promise<string> {
  const found = bench.path(`${name}.ndjson`);
  const args = ['--format', 'native', '--output', found, '--state', bench.path(name), '--record', kept];
  const ended = await bench.start(['run', '--duration', '700ms', ...args], { FAKE_STREAM: stream }, under).ended;
  assert.equal(ended.code, 0, ended.err);
  return readFileSync(found, 'utf8');
}

async function replayed(recording: string, under: readonly string[]): Promise<{ out: string; err: string }> {
  const { code, out, err } = await bench.start(['replay', recording, '--format', 'native'], {}, under).ended;
  assert.equal(code, 1, err);
  return { out, err };
}

test('a recording beside a run is judged elsewhere byte for byte as it was live', { skip }, async () => {
  const kept = bench.path('beside.cwr');
  const found = await live(kept, 'beside');
  assert.match(found, /"user":"alice"/);
  const there = await replayed(kept, another);
  assert.equal(there.out, found);
  assert.equal(there.err, '');
});

test('a recording alone is judged alike on both hosts, as the recorded one knows itself', { skip }, async () => {
  const kept = bench.path('alone.cwr');
  const args = ['record', '--output', kept, '--duration', '700ms'];
  const ended = await bench.start(args, { FAKE_STREAM: stream }, recorded).ended;
  assert.equal(ended.code, 0, ended.err);
  const here = await replayed(kept, recorded);
  assert.match(here.out, /"user":"alice"/);
  assert.equal((await replayed(kept, another)).out, here.out);
});

test('without notes the other host knows neither users nor packages, and says so', { skip }, async () => {
  const bytes = encodeEvents(job);
  const path = bench.path('bare.cwr');
  const recorder = new Recorder(path, { created: '2026-01-01T00:00:00Z', version: '0' });
  recorder.take(bytes, new Decoder().push(bytes));
  recorder.close();
  const { out, err } = await replayed(path, another);
  assert.match(err, /^recorded on another host, without notes: package ownership and user names are not known here\n$/);
  assert.match(out, /"user":"1000"/);
  assert.doesNotMatch(out, /"user":"(alice|mallory)"/);
});

test('the hosts of these tests differ: live on the other one the findings are others', { skip }, async () => {
  const confidences = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).confidence);
  const [one, other] = [
    await live(bench.path('one.cwr'), 'one'),
    await live(bench.path('other.cwr'), 'other', another),
  ];
  assert.match(other, /"user":"mallory"/);
  assert.notDeepEqual(confidences(other), confidences(one));
});
