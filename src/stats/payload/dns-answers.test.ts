import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dnsResponse } from '../testing/dns-response.ts';
import { parseDnsAnswers } from './dns-answers.ts';

const V4 = [198, 51, 100, 7];
const OTHER = [198, 51, 100, 8];
const V6 = [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 9];
const NAME = 'db.example.org';

const head = (flags: readonly number[], questions: number, answers: number) => [
  1,
  2,
  ...flags,
  0,
  questions,
  0,
  answers,
];
const plain = dnsResponse({ name: NAME, addresses: [V4] });
const six = dnsResponse({ name: NAME, addresses: [V6] });

function changed(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array {
  const made = Uint8Array.from(bytes);
  made.set(values, at);
  return made;
}

/** Where the first record begins. */
const RECORD = 12 + NAME.length + 2 + 4;

const ROWS: readonly (readonly [what: string, bytes: Uint8Array, found: readonly (readonly number[])[]])[] = [
  ['an address', plain, [V4]],
  ['an address of IPv6', six, [V6]],
  ['several addresses', dnsResponse({ name: NAME, addresses: [V4, OTHER] }), [V4, OTHER]],
  ['an address behind an alias', dnsResponse({ name: NAME, addresses: [V4], alias: 'lb.example.net' }), [V4]],
  ['two answers in a row, as the C library asks for both families', Uint8Array.from([...plain, ...six]), [V4, V6]],
  ['not the addresses of name servers', dnsResponse({ name: NAME, addresses: [V4], glue: [OTHER] }), [V4]],
  ['not what follows a cut', Uint8Array.from([...plain, ...six.subarray(0, -30)]), [V4]],
  ['not an address that is cut itself', plain.subarray(0, RECORD + 12 + 3), []],
  ['no question', changed(plain, 2, 1, 0), []],
  ['no message with two questions', changed(plain, 4, 0, 2), []],
  ['no record of another class', changed(plain, RECORD + 4, 0, 3), []],
  ['no record whose length does not fit its type', changed(plain, RECORD + 2, 0, 28), []],
  ['no name that leads to itself', changed(plain, 12, 0xc0, 12), []],
  ['no label longer than there are', changed(plain, RECORD, 0x80), []],
  ['nothing', new Uint8Array(0), []],
  ['nothing in a message of no records', Uint8Array.from(head([0x81, 0x80], 0, 0)), []],
];

describe('DNS answers', () => {
  for (const [what, bytes, found] of ROWS) {
    it(`tell ${what}`, () => {
      const expected = found.map((address) => ({ name: NAME, address: Uint8Array.from(address) }));
      assert.deepEqual(parseDnsAnswers(bytes), expected);
    });
  }

  it('tell names of every case as one, and over TCP too', () => {
    const bytes = dnsResponse({ name: 'DB.Example.org', addresses: [V4] });
    const [first] = parseDnsAnswers(Uint8Array.from([0, bytes.length, ...bytes]), true);
    assert.equal(first?.name, NAME);
  });

  it('are read as they were written, however many', () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
    const name = fc.array(label, { minLength: 1, maxLength: 6 }).map((labels) => labels.join('.'));
    const address = fc.constantFrom(4, 16).chain((size) => fc.array(fc.nat(255), { minLength: size, maxLength: size }));
    const message = fc.record(
      { name, addresses: fc.array(address, { maxLength: 6 }), alias: name, glue: fc.array(address, { maxLength: 3 }) },
      { requiredKeys: ['name', 'addresses'] },
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), (messages) => {
        const expected = messages.flatMap(({ name, addresses }) =>
          addresses.map((bytes) => ({ name, address: Uint8Array.from(bytes) })),
        );
        assert.deepEqual(
          parseDnsAnswers(Uint8Array.from(messages.flatMap((each) => [...dnsResponse(each)]))),
          expected,
        );
      }),
    );
  });

  it('survive any bytes, and every address has the length of one', () => {
    const changes = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 12 });
    const long = Uint8Array.from([
      ...dnsResponse({ name: NAME, addresses: [V4, V6], alias: 'a.b', glue: [OTHER] }),
      ...six,
    ]);
    const mutated = changes.map((all) => {
      const bytes = Uint8Array.from(long);
      for (const [at, value] of all) bytes[at % bytes.length] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 512 })), fc.boolean(), (bytes, stream) => {
        for (const { name, address } of parseDnsAnswers(bytes, stream)) {
          assert.ok(address.length === 4 || address.length === 16);
          assert.doesNotMatch(name, /[^\x21-\x7e]/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
