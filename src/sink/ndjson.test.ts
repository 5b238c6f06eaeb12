import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { makeFinding } from '../incident/testing/make-finding.ts';
import { noSmallDisk, onSmallDisk } from '../store/testing/small-disk.ts';
import { nativeFormat } from './format.ts';
import { ndjsonSink } from './ndjson.ts';
import type { SinkFaults } from './sink.ts';
import { SinkError } from './sink-error.ts';
import { anyFinding } from './testing/any-finding.ts';

const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-sink-'));
after(() => rmSync(directory, { recursive: true }));
let files = 0;
const fresh = () => join(directory, `${files++}.ndjson`);
const script = (name: string) => join(import.meta.dirname, 'testing', name);
const skip = noSmallDisk();

const lines = (content: string) => {
  assert.ok(content === '' || content.endsWith('\n'));
  return content
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};

test('findings are appended in order, one line each, readable by the owner only', async () => {
  const path = fresh();
  for (const uids of [['a', 'b'], ['c']]) {
    const sink = ndjsonSink({ path, format: nativeFormat });
    for (const uid of uids) assert.equal(sink.write(makeFinding({ uid })), true);
    await sink.close();
    assert.equal(sink.faults().written, uids.length);
  }
  assert.deepEqual(
    lines(readFileSync(path, 'utf8')).map(({ uid }) => uid),
    ['a', 'b', 'c'],
  );
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('the native format is the finding itself', async () => {
  const path = fresh();
  const sink = ndjsonSink({ path, format: nativeFormat });
  sink.write(makeFinding());
  await sink.close();
  assert.deepEqual(lines(readFileSync(path, 'utf8')), [JSON.parse(JSON.stringify(makeFinding()))]);
});

test('no name breaks a line', async () => {
  const path = fresh();
  const sink = ndjsonSink({ path, format: nativeFormat });
  const findings = fc.sample(anyFinding, 200);
  for (const finding of findings) sink.write(finding);
  assert.equal(await sink.flush(10_000), true);
  await sink.close();
  const read = lines(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)));
  assert.deepEqual(
    read.map(({ title }) => title),
    findings.map(({ title }) => title.toWellFormed()),
  );
});

test('a line that a crash has torn is closed before the next', async () => {
  const path = fresh();
  writeFileSync(path, '{"uid":"whole"}\n{"uid":"to');
  const sink = ndjsonSink({ path, format: nativeFormat });
  sink.write(makeFinding({ uid: 'next' }));
  await sink.close();
  const content = readFileSync(path, 'utf8').split('\n');
  assert.equal(content[1], '{"uid":"to');
  assert.equal(JSON.parse(content[2] ?? '').uid, 'next');
});

test('a path that cannot be opened is refused with its name', () => {
  const path = join(directory, 'missing', 'findings.ndjson');
  assert.throws(
    () => ndjsonSink({ path, format: nativeFormat }),
    (error) => error instanceof SinkError && error.code === 'cannot_open' && error.message.includes(path),
  );
});

test('a format that fails is counted and does not reach the engine', async () => {
  const faults: string[] = [];
  const sink = ndjsonSink({
    path: fresh(),
    format: () => {
      throw new Error('no such leg');
    },
    onFault: (code, message) => faults.push(`${code}: ${message}`),
  });
  assert.equal(sink.write(makeFinding()), true);
  await sink.close();
  assert.deepEqual(faults, ['format: no such leg']);
  assert.equal(sink.faults().dropped, 1);
});

type Report = SinkFaults & { readonly ms: number; readonly slowest: number };

test('a reader that goes away ends the output, counted, and nothing is thrown', async () => {
  const child = spawn(process.execPath, [script('stdout-script.ts'), '2000'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => child.stdout.destroy());
  const report: Report = JSON.parse(await text(child.stderr));
  assert.equal(report.dead, true);
  assert.equal(report.errors.EPIPE, 1);
  assert.equal(report.written + report.dropped + report.superseded, 2000);
});

test('a reader that reads nothing holds up neither the engine nor the end, and new findings go first', async () => {
  const child = spawn(process.execPath, [script('stdout-script.ts'), '2000', '100'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const report: Report = JSON.parse(await text(child.stderr));
  assert.ok(report.slowest < 200, `a write took ${report.slowest} ms`);
  assert.ok(report.ms < 2_000, `it took ${report.ms} ms`);
  assert.equal(report.dead, false);
  // A write that the close could not wait for is still counted, as waiting; the pipe may get it all the same.
  assert.equal(report.written + report.dropped + report.waiting, 2000);
  assert.ok(report.waiting <= 1, `${report.waiting} lines wait after the end`);
  const written = (await text(child.stdout)).split('\n').slice(0, -1);
  assert.ok(written.length >= report.written && written.length <= report.written + report.waiting);
  const creates = written.filter((line) => JSON.parse(line).activity === 'create').length;
  assert.ok(creates > written.length * 0.8, `${creates} of ${written.length} were new findings`);
});

test('a pipe that is full holds up neither the engine nor the end', async () => {
  const command = '{ "$0" "$1" 2000 100 2>&3 | sleep 5; } 3>&1';
  const child = spawn('sh', ['-c', command, process.execPath, script('stdout-script.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [report] = await once(child.stdout, 'data');
  const { ms, written, dropped, waiting }: Report = JSON.parse(String(report));
  process.kill(-(child.pid ?? 0));
  assert.ok(ms < 2_000, `it took ${ms} ms`);
  // A write that the close could not wait for is still counted, as waiting.
  assert.equal(written + dropped + waiting, 2000);
  assert.ok(waiting <= 1, `${waiting} lines wait after the end`);
});

test('a reader that reads gets everything', async () => {
  const child = spawn(process.execPath, [script('stdout-script.ts'), '500'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, report] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal(JSON.parse(report).written, 500);
  assert.equal(lines(output).length, 500);
});

interface FullDisk {
  readonly torn: number;
  readonly during: SinkFaults;
  readonly after: SinkFaults;
  readonly text: string;
}

test('a full disk is counted, and what waited is written once there is room', { skip }, async () => {
  const told = (await onSmallDisk(script('full-disk-script.ts'), '256k', 'room')) as FullDisk;
  assert.ok((told.during.errors.ENOSPC ?? 0) > 0);
  assert.equal(told.after.waiting, 0);
  assert.equal(told.after.dropped, 0);
  assert.deepEqual(
    lines(told.text).map(({ uid }) => uid),
    ['before', ...Array.from({ length: 10 }, (_, i) => `full ${i}`)],
  );
});

test('a line that no longer fits is cut off at the end, never left torn', { skip }, async () => {
  const told = (await onSmallDisk(script('full-disk-script.ts'), '256k', 'close')) as FullDisk;
  assert.ok(
    told.torn > Buffer.byteLength(told.text),
    `part of a line was written and had to be taken back: ${told.torn} of ${Buffer.byteLength(told.text)} ${JSON.stringify(told.during)}`,
  );
  const read = lines(told.text);
  assert.equal(read[0].uid, 'before');
  assert.equal(read.length, told.after.written);
  assert.equal(told.after.written + told.after.dropped, 11);
});
