/** Loops of tools that people use by hand: told by the sixth original wherever, however slowly and by whomever they run; three files are ordinary. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { aes, gpgSymmetric, opensslEnc, prose, zip } from './testing/materials.ts';
import { type Actor, Stage } from './testing/stage.ts';

interface Tool {
  readonly image: string;
  readonly argv: readonly string[];
  readonly suffix: string;
  readonly make: (plain: Buffer, i: number) => Buffer;
}

const TOOLS: Readonly<Record<string, Tool>> = {
  openssl: {
    image: '/usr/bin/openssl',
    argv: ['openssl', 'enc', '-aes-256-cbc', '-in'],
    suffix: '.enc',
    make: opensslEnc,
  },
  gpg: { image: '/usr/bin/gpg', argv: ['gpg', '--batch', '-c'], suffix: '.gpg', make: gpgSymmetric },
  zip: {
    image: '/usr/bin/zip',
    argv: ['zip', '-P', 'secret'],
    suffix: '.zip',
    make: (plain, i) => zip('a.txt', aes(Buffer.concat([Buffer.alloc(12), deflateRawSync(plain)]), i), true),
  },
  'a renamed copy of gpg': { image: '/opt/k', argv: ['k'], suffix: '.k', make: gpgSymmetric },
};

interface Variation {
  readonly name: string;
  readonly root?: string;
  readonly directories?: number;
  /** ms between two originals */
  readonly every?: number;
  /** The ciphertext goes under a name that says nothing into another directory. */
  readonly elsewhere?: boolean;
  /** The originals go together after the last. */
  readonly after?: boolean;
  /** Removed by the shell's own means: no program is started for it. */
  readonly within?: boolean;
}

const VARIATIONS: readonly Variation[] = [
  { name: 'over four directories', directories: 4 },
  { name: 'in one directory' },
  { name: 'in one directory below /tmp', root: '/tmp/a' },
  { name: 'a file a second, below /tmp', root: '/tmp/a', every: 1000 },
  { name: 'a file in ten minutes, below /tmp', root: '/tmp/a', every: 600_000 },
  { name: 'under other names elsewhere, a file a minute, below /tmp', root: '/tmp/a', every: 60_000, elsewhere: true },
  { name: 'originals removed at the end, below /tmp', root: '/tmp/a', after: true },
  { name: 'originals removed by the shell itself, below /tmp', root: '/tmp/a', within: true, every: 1000 },
];

function loop(stage: Stage, tool: Tool, variation: Variation, files: number): void {
  const {
    root = '/srv/data',
    directories = 1,
    every = 5,
    elsewhere = false,
    after = false,
    within = false,
  } = variation;
  const paths = Array.from({ length: files }, (_, i) =>
    stage.file(`${root}/d${i % directories}/report${i}.txt`, prose(2500 + i * 137, i + 1)),
  );
  stage.wait(60_000);
  const shell = stage.exec(stage.shell(), '/usr/bin/bash', ['bash', '-c', 'for f …']);
  const remove = (path: string) => {
    if (within) return stage.unlink(shell, path);
    const rm = stage.exec(shell, '/usr/bin/rm', ['rm', path]);
    stage.unlink(rm, path);
    stage.end(rm);
  };
  paths.forEach((path, i) => {
    const actor: Actor = stage.exec(shell, tool.image, [...tool.argv, path]);
    const plain = stage.read(actor, path, 8192);
    stage.write(actor, elsewhere ? `/var/tmp/q/${i * 7919}` : `${path}${tool.suffix}`, tool.make(plain, i));
    stage.end(actor);
    if (!after) remove(path);
    stage.wait(every);
  });
  if (after) paths.forEach(remove);
  stage.settle();
}

describe('AN0603 tells by the sixth original of a loop', () => {
  for (const [name, tool] of Object.entries(TOOLS))
    for (const variation of VARIATIONS)
      it(`of ${name}, ${variation.name}`, () => {
        const stage = new Stage();
        loop(stage, tool, variation, 9);
        assert.deepEqual(stage.faults, {});
        assert.ok((stage.decidedAfter ?? 99) <= 6, `told after ${stage.decidedAfter}`);
      });
});

describe('AN0603 stays quiet when three files are encrypted and removed by hand', () => {
  for (const [name, tool] of Object.entries(TOOLS).filter(([, { image }]) => image.startsWith('/usr/')))
    for (const variation of VARIATIONS)
      it(`with ${name}, ${variation.name}`, () => {
        const stage = new Stage();
        loop(stage, tool, variation, 3);
        assert.deepEqual(stage.verdicts, []);
      });
});
