import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress } from './address.ts';

const cases: readonly (readonly [string, string])[] = [
  ['00000000000000000000ffffc0000201', '192.0.2.1'],
  ['00000000000000000000ffff00000000', '0.0.0.0'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000000000000001', '::1'],
  ['000000000000000000000000c0000201', '::c000:201'],
  ['20010db8000000000000000000000000', '2001:db8::'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ['fe80000000000000020000fffe000001', 'fe80::200:ff:fe00:1'],
];

for (const [hex, text] of cases) {
  test(`${hex} is ${text}`, () => {
    const bytes = Buffer.concat([Buffer.from('ff', 'hex'), Buffer.from(hex, 'hex')]);
    assert.equal(formatAddress(bytes, 1), text);
  });
}
