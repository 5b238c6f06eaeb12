import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EventError } from '../error.ts';
import { arbitraryCuts, pieces } from '../testing/arbitrary.ts';
import { makeHello } from '../testing/make.ts';
import { isRecording, RecordingWriter, readRecording, recordingHeader } from './index.ts';

const header = recordingHeader(makeHello(), '2026-01-01T00:00:00.000Z', '0.1.0');

function record(parts: readonly Uint8Array[], flushEach = false): Buffer {
  const writer = new RecordingWriter(header);
  const out = [writer.begin()];
  for (const part of parts) {
    out.push(writer.take(part));
    if (flushEach) out.push(writer.flush());
  }
  return Buffer.concat([...out, writer.end()]);
}

async function* stream(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

interface Outcome {
  readonly bytes: Buffer;
  readonly offsets: readonly number[];
  readonly error: EventError | undefined;
}

/** Reads to the end or to the error. Fails on any error that is not the room's own. */
async function replay(parts: readonly Uint8Array[]): Promise<Outcome> {
  const chunks: Uint8Array[] = [];
  const offsets: number[] = [];
  let error: EventError | undefined;
  try {
    const recording = await readRecording(stream(parts));
    for await (const { offset, bytes } of recording.chunks) {
      chunks.push(bytes);
      offsets.push(offset);
    }
  } catch (cause) {
    if (!(cause instanceof EventError)) throw cause;
    error = cause;
  }
  return { bytes: Buffer.concat(chunks), offsets, error };
}

const some = [Buffer.from('first chunk'), Buffer.from('second chunk'), Buffer.from('third chunk')];

test('the header tells where, when and under which contract', async () => {
  const file = record(some);
  assert.ok(isRecording(file));
  assert.deepEqual((await readRecording(stream([file]))).header, header);
});

test('gives back exactly the bytes, however they were given and read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 3000 })),
      fc.boolean(),
      arbitraryCuts,
      async (parts, flush, cuts) => {
        const { bytes, error } = await replay(pieces(record(parts, flush), cuts));
        assert.equal(error, undefined);
        assert.ok(bytes.equals(Buffer.concat(parts)));
      },
    ),
    { numRuns: 60 },
  );
});

test('a long stream becomes several chunks, each there as soon as it is full', async () => {
  const long = Buffer.alloc(1_000_000, 'cipherwatch ');
  const writer = new RecordingWriter(header);
  const early = writer.take(long);
  const file = Buffer.concat([writer.begin(), early, writer.end()]);
  const { bytes, offsets } = await replay([file]);
  assert.ok(bytes.equals(long));
  assert.equal(offsets.length, 4);
  assert.ok(early.length > 0 && file.length < 10_000);
});

describe('a recording that was cut', () => {
  const file = record(some, true);
  test('gives what is whole, and says where it ends', async () => {
    const { offsets } = await replay([file]);
    const begin = new RecordingWriter(header).begin().length;
    for (let length = 0; length < file.length; length += 1) {
      const { bytes, error } = await replay([file.subarray(0, length)]);
      const whole = offsets.filter(
        (offset, i) => (offsets[i + 1] ?? file.length - 12) <= length && offset < length,
      ).length;
      assert.ok(bytes.equals(Buffer.concat(some.slice(0, whole))), `of ${length} bytes`);
      assert.equal(error?.code, length < 24 ? 'format' : 'truncated');
      if (length >= begin) assert.equal(error?.offset, offsets[whole] ?? file.length - 12);
    }
  });
});

describe('a recording that was changed', () => {
  const file = record(some, true);
  test('any changed byte after the header is noticed, and what came before it is given', async () => {
    const { offsets } = await replay([file]);
    const [start = 0] = offsets;
    for (let at = start; at < file.length; at += 1) {
      const copy = Buffer.from(file);
      copy[at] = (copy[at] ?? 0) ^ 0x41;
      const { bytes, error } = await replay([copy]);
      const before = offsets.filter((offset) => offset <= at).length - (at < file.length - 12 ? 1 : 0);
      assert.ok(error?.code === 'corrupt' || error?.code === 'truncated', `byte ${at}`);
      assert.ok(bytes.equals(Buffer.concat(some.slice(0, before))), `byte ${at}`);
    }
  });

  test('arbitrary bytes never do more than an EventError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.uint8Array({ minLength: 1, maxLength: 60 }), async (at, wrong) => {
        const copy = Buffer.from(file);
        copy.set(wrong.subarray(0, copy.length - at), at);
        await replay([copy]);
      }),
      { numRuns: 200 },
    );
  });

  test('bytes after the end', async () => {
    const { error } = await replay([file, Buffer.from('x')]);
    assert.deepEqual([error?.code, error?.offset], ['corrupt', file.length]);
  });

  test('a chunk that claims to be longer than memory', async () => {
    const { offsets } = await replay([file]);
    const copy = Buffer.from(file);
    copy.writeUInt32LE(0xffffffff, (offsets[0] ?? 0) + 4);
    assert.deepEqual([(await replay([copy])).error?.code], ['corrupt']);
  });
});

describe('what is no recording of ours', () => {
  const of = (value: unknown) => Buffer.from(`CIPHERWATCH RECORDING 1\n${JSON.stringify(value)}\n`);
  const cases: readonly (readonly [what: string, file: Buffer, code: string])[] = [
    ['nothing', Buffer.alloc(0), 'format'],
    ['another file', Buffer.from('type=SYSCALL msg=audit(1700000000.000:1): arch=c000003e\n'), 'format'],
    ['another format', Buffer.from('CIPHERWATCH RECORDING 2\n{}\n'), 'format'],
    ['a header that is not JSON', Buffer.from('CIPHERWATCH RECORDING 1\n{\n'), 'corrupt'],
    ['a header without a field', of({ ...header, host: {} }), 'corrupt'],
    ['an endless header', of('x'.repeat(100_000)), 'truncated'],
    ['another contract', of({ ...header, contract: { major: 2, minor: 0 } }), 'contract'],
  ];
  for (const [what, file, code] of cases) {
    test(what, async () => {
      assert.equal((await replay([file])).error?.code, code);
    });
  }
});
