import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Decoder, type Event, EventError } from './index.ts';
import { arbitraryCuts, arbitraryRecords, pieces } from './testing/arbitrary.ts';

interface Outcome {
  readonly events: readonly Event[];
  readonly code: string | undefined;
  readonly offset: number | undefined;
  readonly unknown: number;
  readonly skipped: number;
}

/** Everything that a decoder says about a stream. Fails on any error that is not its own. */
function outcome(chunks: readonly Uint8Array[], strict: boolean): Outcome {
  const decoder = new Decoder({ strict });
  const events: Event[] = [];
  let failure: EventError | undefined;
  try {
    for (const chunk of chunks) events.push(...decoder.push(chunk));
    events.push(...decoder.end());
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    failure = error;
  }
  const { unknown, skipped } = decoder;
  return {
    events,
    code: failure?.code,
    offset: failure?.offset,
    unknown,
    skipped: failure === undefined ? skipped : 0,
  };
}

test('chunk boundaries change nothing, and every record is an event or counted', () => {
  fc.assert(
    fc.property(arbitraryRecords, arbitraryCuts, fc.boolean(), (records, cuts, strict) => {
      const bytes = Buffer.concat(records);
      const whole = outcome([bytes], strict);
      assert.deepEqual(outcome(pieces(bytes, cuts), strict), whole);
      assert.equal(whole.code, undefined);
      assert.equal(whole.events.length + whole.unknown, records.length);
    }),
    { numRuns: 150 },
  );
});

const damage = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  { minLength: 1, maxLength: 4 },
);

test('damage gives gaps or an EventError, the same however the bytes are cut', () => {
  fc.assert(
    fc.property(
      arbitraryRecords,
      arbitraryRecords,
      damage,
      arbitraryCuts,
      fc.boolean(),
      (one, two, harm, cuts, strict) => {
        const bytes = Buffer.concat([...one, ...two]);
        for (const { at, bytes: wrong } of harm)
          bytes.set(wrong.subarray(0, bytes.length - Math.floor(at * bytes.length)), Math.floor(at * bytes.length));
        assert.deepEqual(outcome(pieces(bytes, cuts), strict), outcome([bytes], strict));
      },
    ),
    { numRuns: 250 },
  );
});

test('a stream that breaks off and begins anew goes on with the new one', () => {
  fc.assert(
    fc.property(
      arbitraryRecords,
      arbitraryRecords,
      fc.double({ min: 0, max: 1, noNaN: true }),
      arbitraryCuts,
      fc.boolean(),
      (one, two, kept, cuts, strict) => {
        const first = Buffer.concat(one);
        const broken = first.subarray(0, Math.max(one[0]?.length ?? 0, Math.floor(kept * first.length)));
        const bytes = Buffer.concat([broken, ...two]);
        const whole = outcome([bytes], strict);
        assert.deepEqual(outcome(pieces(bytes, cuts), strict), whole);
        assert.equal(whole.code, undefined);
      },
    ),
    { numRuns: 150 },
  );
});

test('no bytes at all, and any bytes whatever, do no harm', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (bytes, strict) => {
      outcome([bytes], strict);
    }),
  );
});
