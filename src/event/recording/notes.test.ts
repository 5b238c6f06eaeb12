import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { crc32, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { EventError } from '../error.ts';
import { makeHello } from '../testing/make.ts';
import { type RandomAccess, RecordingWriter, readRecording, readRecordingNotes, recordingHeader } from './index.ts';

const header = recordingHeader(makeHello(), '2026-01-01T00:00:00.000Z', '0.1.0');
const BEGIN = new RecordingWriter(header).begin();
const END = new RecordingWriter(header).end();

type Step = { readonly bytes: Uint8Array } | { readonly note: unknown } | 'flush';

function record(steps: readonly Step[]): Buffer {
  const writer = new RecordingWriter(header);
  const out = [writer.begin()];
  for (const step of steps) {
    if (step === 'flush') out.push(writer.flush());
    else if ('note' in step) writer.note(step.note);
    else out.push(writer.take(step.bytes));
  }
  return Buffer.concat([...out, writer.end()]);
}

interface Access extends RandomAccess {
  /** Bytes asked for. */
  asked: number;
}

function access(file: Buffer): Access {
  const given: Access = {
    asked: 0,
    read: async (at, length) => {
      given.asked += length;
      return file.subarray(at, at + length);
    },
  };
  return given;
}

const notesIn = async (file: Buffer) => (await readRecordingNotes(access(file))).notes;

/** The stream, and the error that ended it. Fails on any error that is not the room's own. */
async function streamIn(file: Buffer): Promise<{ bytes: Buffer; error: EventError | undefined }> {
  const chunks: Uint8Array[] = [];
  try {
    const { chunks: given } = await readRecording(whole(file));
    for await (const { bytes } of given) chunks.push(bytes);
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    return { bytes: Buffer.concat(chunks), error };
  }
  return { bytes: Buffer.concat(chunks), error: undefined };
}

async function* whole(file: Buffer): AsyncGenerator<Uint8Array> {
  yield file;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ bytes: fc.uint8Array({ maxLength: 2000 }) }),
    fc.record({ note: fc.jsonValue() }),
    fc.constant('flush' as const),
  ),
  { maxLength: 30 },
);
// As JSON says it: -0 is 0.
const notesOf = (all: readonly Step[]) =>
  all.flatMap((step): unknown[] => (step !== 'flush' && 'note' in step ? [JSON.parse(JSON.stringify(step.note))] : []));
const bytesOf = (all: readonly Step[]) =>
  Buffer.concat(all.flatMap((step) => (step !== 'flush' && 'bytes' in step ? [step.bytes] : [])));

const isPrefix = (some: readonly unknown[], all: readonly unknown[]) =>
  assert.deepEqual(some, all.slice(0, some.length));

test('stream and notes come back whole and in order, however they were mixed', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const file = record(given);
      assert.deepEqual(await notesIn(file), notesOf(given));
      const { bytes, error } = await streamIn(file);
      assert.equal(error, undefined);
      assert.ok(bytes.equals(bytesOf(given)));
    }),
    { numRuns: 100 },
  );
});

test('cut anywhere: what is whole of both, and no byte of the stream without the notes before it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.double({ min: 0, max: 1, noNaN: true }), async (given, where) => {
      const file = record(given);
      const cut = file.subarray(0, Math.min(file.length - 1, Math.floor(where * file.length)));
      const notes = await notesIn(cut);
      isPrefix(notes, notesOf(given));
      const { bytes, error } = await streamIn(cut);
      assert.ok(error?.code === 'truncated' || error?.code === 'format');
      assert.ok(bytesOf(given).subarray(0, bytes.length).equals(bytes));
      let before = 0;
      let seen = 0;
      for (const step of given) {
        if (step === 'flush') continue;
        if ('bytes' in step) seen += step.bytes.length;
        else if (seen < bytes.length) before += 1;
      }
      assert.ok(notes.length >= before, `${notes.length} of ${before}`);
    }),
    { numRuns: 150 },
  );
});

test('changed anywhere: no note is made up or moved, and reading the stream tells of the change', async () => {
  const given: Step[] = [{ note: { a: 1 } }, { bytes: Buffer.from('one') }, 'flush', { note: [2] }, { bytes: BEGIN }];
  const file = record([...given, 'flush', { note: 'three' }]);
  for (let at = BEGIN.length; at < file.length; at += 1) {
    for (const flip of [0x01, 0x80]) {
      const copy = Buffer.from(file);
      copy[at] = (copy[at] ?? 0) ^ flip;
      const notes = await notesIn(copy);
      const left = [{ a: 1 }, [2], 'three'].filter((note) => notes.some((other) => isDeepStrictEqual(note, other)));
      assert.deepEqual(notes, left);
      const { error } = await streamIn(copy);
      assert.ok(error?.code === 'corrupt' || error?.code === 'truncated', `byte ${at}`);
    }
  }
});

test('any bytes at all: notes are given or none are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.uint8Array({ maxLength: 300 }), async (headed, bytes) => {
      await notesIn(Buffer.concat([headed ? BEGIN : Buffer.alloc(0), bytes]));
    }),
    { numRuns: 300 },
  );
});

test('the stream is stepped over, not read', async () => {
  const noise = Buffer.from(Array.from({ length: 2_000_000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> (i % 23)));
  const file = record([{ bytes: noise }, { note: 1 }]);
  assert.ok(file.length > 1_000_000);
  const from = access(file);
  assert.deepEqual(await readRecordingNotes(from), { notes: [1], cut: false });
  assert.ok(from.asked < 70_000, `${from.asked} bytes`);
});

test('many long notes become chunks of whole lines', async () => {
  const notes = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(4000)}`);
  const file = record(notes.map((note) => ({ note })));
  assert.deepEqual(await notesIn(file), notes);
  assert.deepEqual(await readRecordingNotes(access(file), 600_000), { notes: notes.slice(0, 130), cut: true });
});

test('a note that is too long is refused, and leaves the recording whole', async () => {
  const writer = new RecordingWriter(header);
  assert.throws(() => writer.note('x'.repeat(1024 * 1024)), RangeError);
  writer.note(1);
  assert.deepEqual(await notesIn(Buffer.concat([writer.begin(), writer.end()])), [1]);
});

describe('a chunk of notes', () => {
  const chunk = (raw: Buffer, claimed = raw.length) => {
    const frame = zstdCompressSync(raw);
    const head = Buffer.alloc(12);
    head.writeUInt32LE(frame.length, 0);
    head.writeUInt32LE(claimed + 0x8000_0000, 4);
    head.writeUInt32LE(crc32(frame, crc32(head.subarray(0, 8))), 8);
    return Buffer.concat([head, frame]);
  };
  for (const [what, made] of [
    ['that is not JSON', chunk(Buffer.from('{\n'))],
    ['whose last line does not end', chunk(Buffer.from('1\n2'))],
    ['that is longer than it says', chunk(Buffer.from('1\n22\n'), 2)],
    ['that claims to be longer than memory', chunk(Buffer.from('1\n'), 0x7fff_ffff)],
  ] as const) {
    test(`${what} is told where it is, when the stream is read`, async () => {
      const file = Buffer.concat([BEGIN, made, END]);
      assert.deepEqual(await notesIn(file), []);
      const { error } = await streamIn(file);
      assert.deepEqual([error?.code, error?.offset], ['corrupt', BEGIN.length]);
    });
  }
});
