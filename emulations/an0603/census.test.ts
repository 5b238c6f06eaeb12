import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type Corpus, makeCorpus } from '../corpus.ts';
import { census } from './census.ts';

const parent = mkdtempSync(join(tmpdir(), 'cipherwatch-census-'));
after(() => rmSync(parent, { recursive: true, force: true }));

/** @returns what was done to, to be told of */
function overwritten(paths: readonly string[]): readonly string[] {
  for (const path of paths) writeFileSync(path, 'x');
  return paths;
}

function removed(paths: readonly string[]): readonly string[] {
  for (const path of paths) rmSync(path);
  return paths;
}

interface Case {
  readonly name: string;
  /** @returns the originals that are told of */
  readonly act: (corpus: Corpus, first: string) => readonly string[];
  readonly least?: number;
  readonly interrupted?: boolean;
  readonly wrong: readonly RegExp[];
}

const CASES: readonly Case[] = [
  {
    name: 'all overwritten and told',
    act: ({ files }) => overwritten(files),
    wrong: [],
  },
  { name: 'all removed and told', act: ({ files }) => removed(files), wrong: [] },
  { name: 'told and left as it was', act: (_, first) => [first], least: 1, wrong: [/is as it was/] },
  {
    name: 'destroyed and not told',
    act: (_, first) => removed([first]).slice(1),
    least: 0,
    wrong: [/did not tell/],
  },
  {
    name: 'fewer than meant',
    act: ({ files }) => removed(files.slice(1)),
    wrong: [/4 originals of 5/],
  },
  {
    name: 'copied before it was destroyed',
    act: ({ directory }, first) => {
      copyFileSync(first, join(directory, 'copy'));
      return removed([first]);
    },
    least: 1,
    wrong: [/lives on/],
  },
  { name: 'no original', act: ({ directory }) => [join(directory, 'other')], least: 0, wrong: [/no original/] },
  {
    name: 'one in work when it was interrupted',
    act: (_, first) => removed([first]).slice(1),
    interrupted: true,
    wrong: [],
  },
];

describe('the census', () => {
  for (const { name, act, wrong, least, interrupted } of CASES) {
    test(`${wrong.length === 0 ? 'is content with' : 'objects to'} ${name}`, () => {
      const corpus = makeCorpus(mkdtempSync(join(parent, 'tree-')), { documents: 5 });
      const told = act(corpus, corpus.files[0] ?? '').map((path) => ({ time: 1, path }));
      const options = { ...(least === undefined ? {} : { least }), ...(interrupted ? { interrupted } : {}) };
      const failures = census(corpus, told, options);
      assert.equal(failures.length, wrong.length, failures.join('\n'));
      for (const [i, expected] of wrong.entries()) assert.match(failures[i] ?? '', expected);
    });
  }
});
