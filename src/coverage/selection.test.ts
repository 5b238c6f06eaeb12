import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Emulation } from '../../emulations/emulation.ts';
import { select } from './selection.ts';

const named = (id: string): Emulation => ({
  id,
  analytic: 'AN0603',
  row: '',
  about: '',
  needs: [],
  short: true,
  paced: false,
  run: () => Promise.reject(new Error('is not run')),
});
const catalogue = ['an0603/io-mmap', 'an0603/io-write', 'an0603/order', 'an0401/tls.shell'].map(named);

for (const [wanted, chosen, unknown] of [
  [['an0603/io-*'], ['an0603/io-mmap', 'an0603/io-write'], []],
  [['AN0401'], ['an0401/tls.shell'], []],
  [['an0603/order', 'an0603/io-mmap', 'an0603/order'], ['an0603/io-mmap', 'an0603/order'], []],
  [['an0603/io'], [], ['an0603/io']],
  [['an0401/tls-shell', 'an0603/order'], ['an0603/order'], ['an0401/tls-shell']],
  [['*mmap'], [], ['*mmap']],
  [['*/*mmap'], ['an0603/io-mmap'], []],
] as const) {
  test(`${wanted.join(', ')} means ${chosen.length} and names ${unknown.length} unknown`, () => {
    const selection = select(catalogue, wanted);
    assert.deepEqual(
      selection.chosen.map(({ id }) => id),
      chosen,
    );
    assert.deepEqual(selection.unknown, unknown);
  });
}
