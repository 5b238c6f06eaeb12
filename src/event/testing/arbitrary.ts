/** Arbitrary streams for property tests: any value in any field of any record type, cut anywhere it may be cut. */
import fc from 'fast-check';
import { hello } from '../hello.ts';
import type { Field, Struct } from '../layout.ts';
import { RECORDS } from '../registry.ts';
import { HEADER } from '../wire.ts';
import { encodeRecord, type Value, type Values } from './encode.ts';
import { encodeEvent } from './encode-event.ts';
import { makeHello } from './make.ts';

/** ns; in range of the made hello's clock, so that decoded times are sane. */
const timeNs = fc.bigInt({ min: 86_400_000_000_000n, max: 90_000_000_000_000n });

function value(field: Field): fc.Arbitrary<Value> {
  if (field.form === 'struct') return values(field);
  if (field.form === 'scalar') {
    const max = 2n ** BigInt(field.size * 8) - 1n;
    return fc.oneof(fc.bigInt({ min: 0n, max: max < 16n ? max : 16n }), fc.bigInt({ min: 0n, max }));
  }
  if (field.of.form === 'scalar' && field.of.size === 1) return fc.uint8Array({ maxLength: field.length });
  return fc.array(value(field.of), { minLength: field.length, maxLength: field.length });
}

function values(layout: Struct): fc.Arbitrary<Values> {
  const fields = Object.entries(layout.fields).filter(([name]) => name !== 'h');
  return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, value(field)])));
}

/** A record other than a hello, as a function of its sequence number. */
const record = fc.constantFrom(...RECORDS.filter((kind) => kind !== hello)).chain(({ type, layout }) =>
  fc
    .tuple(values(layout), timeNs, fc.integer({ min: HEADER.size, max: layout.size }), fc.boolean())
    .map(([given, time, cut, whole]) => (seq: number) => {
      return encodeRecord({ type, seq, timeNs: time, values: given, size: whole ? layout.size : cut });
    }),
);

/** The whole records of a stream, its hello first. */
export const arbitraryRecords: fc.Arbitrary<readonly Buffer[]> = fc
  .array(record, { maxLength: 8 })
  .map((records) => [encodeEvent(makeHello(), 0), ...records.map((make, i) => make(i + 1))]);

/** The same bytes in pieces. @param cuts fractions of the length. */
export function pieces(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const ends = [...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

/** Fractions of a length, for `pieces`. */
export const arbitraryCuts: fc.Arbitrary<readonly number[]> = fc.array(
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  { maxLength: 12 },
);
