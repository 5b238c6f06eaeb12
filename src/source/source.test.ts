import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, test } from 'node:test';
import type { Event } from '../event/index.ts';
import { encodeEvent, encodeEvents } from '../event/testing/encode-event.ts';
import {
  EPOCH,
  makeFileSession,
  makeHello,
  makeProcessEnd,
  makeProcessFork,
  makeStatus,
} from '../event/testing/make.ts';
import { liveSource, openRecording, Recorder, SourceError } from './index.ts';

const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-source-'));
after(() => rmSync(directory, { recursive: true }));

const made = { created: '2026-01-01T00:00:00.000Z', version: '0.1.0' };
const hello = makeHello();

/** A run in which the sensor is killed in mid-record and started again. */
const ticks = Array.from({ length: 50 }, (_, i) => makeStatus({ time: EPOCH + 1000 * (i + 1) }));
const first = encodeEvents([hello, makeProcessFork(), ...ticks]);
const broken = encodeEvent(makeFileSession({ time: EPOCH + 60_000 }), 52).subarray(0, 700);
const second = encodeEvents([
  makeHello({ time: EPOCH + 61_000, restarts: 1 }),
  ...ticks.map((tick) => ({ ...tick, time: tick.time + 62_000 })),
]);
const run = Buffer.concat([first, broken, second]);

function* inPieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<readonly Event[]>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const batch of source) {
    assert.notEqual(batch.length, 0);
    events.push(...batch);
  }
  return events;
}

/** Records a stream; gives the live events and the file. */
async function record(
  name: string,
  bytes: Uint8Array,
  size: number,
): Promise<{ readonly events: Event[]; readonly path: string }> {
  const path = join(directory, name);
  const recorder = new Recorder(path, made);
  const source = liveSource(Readable.from(inPieces(bytes, size)), {
    onBytes: (chunk, events) => recorder.take(chunk, events),
  });
  const events = await collect(source);
  assert.equal(source.gauges().bytes, bytes.length);
  assert.equal(recorder.close(), true);
  assert.equal(statSync(path).size, recorder.written);
  return { events, path };
}

describe('live and recorded', () => {
  for (const size of [1, 100, 4096, 1_000_000]) {
    test(`a replay gives the events of the live run, read ${size} bytes at a time`, async () => {
      const { events, path } = await record(`run-${size}`, run, size);
      const source = await openRecording(path);
      assert.deepEqual(await collect(source), events);
      assert.equal(source.gauges().bytes, run.length);
      assert.equal(source.header.host.name, 'testhost');
      assert.match(source.describe(), /run-\d+: recorded on testhost/);
      const [gap, ...others] = events.filter((event) => event.kind === 'gap');
      assert.deepEqual([gap?.reason, gap?.since, others.length], ['sensor_restarted', EPOCH + 50_000, 0]);
    });
  }

  test('a run that ends in mid-record is replayed like any other', async () => {
    const { events, path } = await record('killed', Buffer.concat([first, broken]), 512);
    assert.deepEqual(await collect(await openRecording(path)), events);
  });

  test('what was taken reaches the file within seconds of event time', async () => {
    const path = join(directory, 'flushed');
    const recorder = new Recorder(path, made);
    const source = liveSource(Readable.from(inPieces(first, 300)), {
      onBytes: (chunk, events) => recorder.take(chunk, events),
    });
    const events = await collect(source);
    // Not closed: the recorder was killed.
    const recording = await openRecording(path);
    const replayed: Event[] = [];
    await assert.rejects(
      async () => {
        for await (const batch of recording) replayed.push(...batch);
      },
      { code: 'truncated', offset: readFileSync(path).length },
    );
    assert.ok(events.length - replayed.length <= 4);
    assert.deepEqual(replayed, events.slice(0, replayed.length));
    recorder.close();
  });
});

describe('notes', () => {
  /** Notes the time of each tick when it has been handed out, as a host that is asked does. */
  async function noted(name: string, close: boolean): Promise<string> {
    const path = join(directory, name);
    const recorder = new Recorder(path, made);
    recorder.note('before the stream');
    const source = liveSource(Readable.from(inPieces(run, 700)), {
      onBytes: (chunk, events) => recorder.take(chunk, events),
    });
    for await (const batch of source) {
      for (const event of batch) if (event.kind === 'status') recorder.note(event.time);
    }
    if (close) recorder.close();
    return path;
  }

  test('come back in order, and the events are those without notes', async () => {
    const { events } = await record('no-notes', run, 700);
    const source = await openRecording(await noted('noted', true));
    const times = events.filter(({ kind }) => kind === 'status').map(({ time }) => time);
    assert.deepEqual(source.notes, ['before the stream', ...times]);
    assert.equal(source.notesCut, false);
    assert.deepEqual(await collect(source), events);
  });

  test('of a recorder that was killed: all that belong to the events that are there', async () => {
    const source = await openRecording(await noted('killed-noted', false));
    const replayed: Event[] = [];
    await assert.rejects(
      async () => {
        for await (const batch of source) replayed.push(...batch);
      },
      { code: 'truncated' },
    );
    const times = replayed.filter(({ kind }) => kind === 'status').map(({ time }) => time);
    assert.ok(times.length > 50);
    assert.deepEqual(source.notes.slice(0, times.length + 1), ['before the stream', ...times]);
  });

  test('a pipe has none, and is read once', async () => {
    const path = await noted('piped', true);
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('cp', ['--no-preserve=all', path, pipe]);
    const source = await openRecording(pipe);
    assert.deepEqual(source.notes, []);
    assert.deepEqual(await collect(source), await collect(await openRecording(path)));
    writer.kill();
  });
});

test('a recording of bytes that are no records says where in the file', async () => {
  const { path } = await record(
    'rubbish',
    Buffer.concat([encodeEvents([hello, makeProcessEnd()]), Buffer.alloc(2000, 7)]),
    100_000,
  );
  const begin = readFileSync(path).indexOf('\n', 24) + 1;
  const source = await openRecording(path);
  const events: Event[] = [];
  await assert.rejects(
    async () => {
      for await (const batch of source) events.push(...batch);
    },
    { name: 'EventError', code: 'corrupt', offset: begin, message: /no record, 304 bytes into the chunk/ },
  );
  assert.equal(events.length, 2);
});

test('a stream without a hello leaves no recording', () => {
  const recorder = new Recorder(join(directory, 'nothing'), made);
  recorder.take(Buffer.alloc(10), []);
  assert.equal(recorder.close(), false);
});

test('recordings are readable by their owner alone', async () => {
  const { path } = await record('private', run, 4096);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('files that cannot be opened', async () => {
  const isSourceError = (code: string) => (error: unknown) => error instanceof SourceError && error.code === code;
  await assert.rejects(openRecording(join(directory, 'missing')), isSourceError('unreadable'));
  await assert.rejects(openRecording(directory), isSourceError('unreadable'));
  assert.throws(() => new Recorder(join(directory, 'no', 'such'), made), isSourceError('unwritable'));
  writeFileSync(join(directory, 'text'), 'hello\n');
  await assert.rejects(openRecording(join(directory, 'text')), { name: 'EventError', code: 'format' });
});
