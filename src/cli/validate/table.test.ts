import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Proof } from '../../coverage/index.ts';
import { plain } from '../paint.ts';
import { row, summary } from './table.ts';

const base: Proof = {
  ...{ id: 'an0603/a', analytic: 'AN0603', row: 'r', ablated: false, seed: 1, outcome: 'missed', why: 'no finding' },
  ...{ destroyed: 60, payloads: 0, findings: 0, besides: [], disturbances: [], ms: 50 },
};
const found: Proof = {
  ...base,
  outcome: 'found',
  why: '',
  findings: 1,
  discovery: {
    ...{ uid: 'u', at: 1, afterBegin: 47.2, afterDecisive: 3, destroyed: 4, payloads: 0, confidence: 0.9121 },
    ...{ title: 't', legs: [], group: 'lineage' },
  },
};
const skipped: Proof = { ...base, outcome: 'skipped', why: 'x is missing; apt-get install pkg-x' };

for (const [name, proof, expected] of [
  ['found', found, /^✔ an0603\/a +found +47 ms +4 of 60 +originals lost {2}confidence 0\.912$/],
  ['missed', base, /^✖ an0603\/a +missed +no finding$/],
  ['skipped', skipped, /^- an0603\/a +skipped +x is missing; apt-get install pkg-x$/],
  ['found twice', { ...found, findings: 2 }, /\n {4}told as 2 findings$/],
  ['with a loss meanwhile', { ...found, disturbances: ['LOSS: 3 records'] }, /\n {4}LOSS: 3 records$/],
  ['with control characters', { ...base, why: 'a\u001b[2J' }, /missed +a[\x20-\x7e\u{2400}-\u{243f}]+$/u],
] as const) {
  test(`the row of what was ${name}`, () => assert.match(row(proof, 8, plain), expected));
}

test('the summary counts what was run, and says loudly what was not', () => {
  const text = summary([found, base, skipped], 2000, plain);
  assert.match(text, /^1 of 2 found, 1 missed, in 2 s\n/);
  assert.match(text, /^NOT PROVED: 1 emulation; apt-get install pkg-x$/m);
  assert.match(text, /emulations on files and namespaces that they made themselves/);
});
