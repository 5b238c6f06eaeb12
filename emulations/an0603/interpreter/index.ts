/** Emulations in the languages of interpreters, which have their ciphers with them. */
import { createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Effects, Emulation, Need } from '../../emulation.ts';
import type { Ground } from '../../ground.ts';
import { which } from '../../which.ts';
import { attack } from '../attack.ts';

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const PYTHON: Need = { command: 'python3', package: 'python3' };
const PERL: Need = { command: 'perl', package: 'perl' };

interface Way {
  readonly name: string;
  readonly about: string;
  readonly needs: readonly Need[];
  /** The interpreter; node's own when absent. */
  readonly interpreter?: string;
  readonly script: string;
  readonly args: (tree: string, suffix: string) => readonly string[];
  /** The script comes through a pipe, and is on no disk of the victim. */
  readonly piped?: boolean;
  /** Whether the ciphertext is under another name. */
  readonly renamed: boolean;
  readonly undo: (told: string, bytes: Buffer) => Buffer;
}

const node = {
  needs: [],
  script: script('encrypt.mjs'),
  undo: (_: string, bytes: Buffer) =>
    createDecipheriv('aes-256-ctr', 'the key of an emulation, no more', bytes.subarray(0, 16)).update(
      bytes.subarray(16),
    ),
};
const perl = { needs: [PERL], interpreter: 'perl', script: script('encrypt.pl'), undo: rc4 };
const python = { needs: [PYTHON], interpreter: 'python3', script: script('../encrypt.py'), undo: hashed };

const WAYS: readonly Way[] = [
  {
    ...python,
    name: 'python',
    about: 'python, in place',
    args: (tree) => [tree],
    renamed: false,
  },
  {
    ...python,
    name: 'python-new',
    about: 'python by four processes, new files',
    args: (tree, suffix) => [tree, '--order', 'new-then-unlink', '--workers', '4', '--suffix', suffix],
    renamed: true,
  },
  {
    ...python,
    name: 'python-piped',
    about: 'python that gets its program through a pipe, truncated and written anew',
    args: (tree) => [tree, '--order', 'truncate-rewrite'],
    piped: true,
    renamed: false,
  },
  { ...perl, name: 'perl', about: 'RC4 in perl, in place', args: (tree, suffix) => [tree, suffix], renamed: false },
  {
    ...perl,
    name: 'perl-new',
    about: 'RC4 in perl, new files',
    args: (tree, suffix) => [tree, suffix, 'new'],
    renamed: true,
  },
  {
    ...node,
    name: 'node',
    about: 'node, four files at once, in place',
    args: (tree, suffix) => [tree, suffix],
    renamed: false,
  },
  {
    ...node,
    name: 'node-new',
    about: 'node, four files at once, new files',
    args: (tree, suffix) => [tree, suffix, 'new'],
    renamed: true,
  },
];

export const interpreterEmulations: readonly Emulation[] = WAYS.map((way) => ({
  id: `an0603/${way.name}`,
  analytic: 'AN0603',
  row: 'python, perl and node',
  about: way.about,
  needs: way.needs,
  short: way.name === 'python',
  paced: true,
  run: (ground) => runWay(ground, way),
}));

async function runWay(ground: Ground, way: Way): Promise<Effects> {
  const corpus = ground.corpus();
  const suffix = ground.extension('.locked');
  const interpreter = ground.program(way.interpreter === undefined ? process.execPath : which(way.interpreter));
  const name = way.script.slice(way.script.lastIndexOf('/') + 1);
  const extension = name.slice(name.lastIndexOf('.'));
  // node tells modules by their names
  const own = `${ground.name('work')}${way.interpreter === undefined ? extension : ground.extension(extension)}`;
  const copy = ground.script(own, readFileSync(way.script, 'utf8'), true);
  const args = way.args(corpus.directory, suffix);
  const options = {
    undo: (path: string) => way.undo(path, readFileSync(way.renamed ? path + suffix : path)),
  };
  if (!way.piped) return attack(ground, corpus, interpreter, [copy, ...args], options);
  const piped = ['-c', 'script=$1; shift; cat "$script" | "$0" - "$@"', interpreter, copy, ...args];
  return attack(ground, corpus, '/bin/bash', piped, options);
}

/** A keystream of SHA-256 in counter mode, as the python script has it. */
function hashed(told: string, bytes: Buffer): Buffer {
  const counter = Buffer.alloc(8);
  const stream = Array.from({ length: Math.ceil(bytes.length / 32) }, (_, i) => {
    counter.writeBigUInt64BE(BigInt(i));
    return createHash('sha256').update('emulation').update(told).update(counter).digest();
  });
  return mixed(bytes, Buffer.concat(stream));
}

/** RC4 is left out of today's libraries. */
function rc4(told: string, bytes: Buffer): Buffer {
  const key = Buffer.from(`emulation${told}`);
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number) => state[i & 255] ?? 0;
  const swap = (i: number, j: number) => {
    const held = at(i);
    state[i & 255] = at(j);
    state[j & 255] = held;
  };
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  j = 0;
  const stream = Uint8Array.from(bytes, (_, index) => {
    const i = index + 1;
    j = (j + at(i)) & 255;
    swap(i, j);
    return at(at(i) + at(j));
  });
  return mixed(bytes, stream);
}

const mixed = (bytes: Buffer, stream: Uint8Array): Buffer =>
  Buffer.from(bytes.map((byte, i) => byte ^ (stream[i] ?? 0)));
