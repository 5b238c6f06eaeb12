/** Some rows are run for real: what they say of themselves is checked by content, and they are decrypted. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { KINDS } from '../document/index.ts';
import { Random } from '../document/random.ts';
import { Ground } from '../ground.ts';
import { located } from '../which.ts';
import { built } from './encryptor/build.ts';
import { an0603 } from './index.ts';

const parent = mkdtempSync(join(tmpdir(), 'cipherwatch-an0603-'));
after(() => rmSync(parent, { recursive: true, force: true }));

/** One of each kind of difference; all of them are run by `validate`. */
const RUN = [
  'order-in-place',
  'order-rename-over',
  'order-new-then-unlink',
  'order-truncate-path',
  'order-elsewhere',
  'io-mmap',
  'stripe-16',
  'footer',
  'fork-per-file',
  'form-base64',
  'form-salted',
  'form-hex',
  'daemon',
  'stripe-spread',
  'only-keys-new',
  'family-akira',
  'family-esxiargs',
  'preload-cat',
  'ptrace-sleep',
  'images-6',
  'openssl-enc-while',
  'openssl-cms-xargs',
  'gpg-public-while',
  'zip-while',
  'perl',
  'node-new',
  'tar-openssl',
  'busybox-openssl',
].map((name) => `an0603/${name}`);

/** These are run under random names as well. */
const UNDER_BOTH: readonly string[] = [
  'an0603/order-new-then-unlink',
  'an0603/family-akira',
  'an0603/openssl-enc-while',
];

/** A shell without a clock of its own tells the time to two hundredths of a second, ms. */
const COARSE = 25;

describe('emulations of AN0603', () => {
  for (const id of RUN) {
    const emulation = an0603.find((each) => each.id === id);
    for (const ablated of UNDER_BOTH.includes(id) ? [false, true] : [false]) {
      test(`${id}${ablated ? ' under random names' : ''} does what it says`, async (t) => {
        assert.ok(emulation, `there is no ${id}`);
        if (id === 'an0603/ptrace-sleep' && process.arch !== 'x64') return t.skip('written for x86-64');
        const missing = emulation.needs.filter(({ command }) => located(command) === undefined);
        if (missing.length > 0) return t.skip(`needs ${missing.map((need) => need.package).join(', ')}`);
        const ground = new Ground(parent, { ablated, documents: 24 });
        const { damage, failures, begun, ended } = await emulation.run(ground);
        assert.deepEqual(failures, []);
        assert.ok(damage.length >= 15);
        for (const { time } of damage) assert.ok(time >= begun - 1 && time <= ended + COARSE);
        ground.remove();
      });
    }
  }

  test('a rate is kept', async () => {
    const ground = new Ground(parent, { documents: 6, rate: 20 });
    const { damage } = await (an0603.find(({ id }) => id === 'an0603/order-in-place') ?? assert.fail()).run(ground);
    const seconds = ((damage.at(-1)?.time ?? 0) - (damage[0]?.time ?? 0)) / 1000;
    assert.ok(seconds >= 0.24 && seconds < 0.6, `6 files at 20 a second took ${seconds} s`);
  });

  test('the encryptor refuses a directory that was not made for it, and leaves it alone', () => {
    const directory = mkdtempSync(join(parent, 'other-'));
    writeFileSync(join(directory, 'letter.txt'), 'of somebody else');
    const { status } = spawnSync(built('encryptor'), [directory, '--order=rename-first']);
    assert.equal(status, 64);
    assert.deepEqual(readdirSync(directory), ['letter.txt']);
    assert.equal(readFileSync(join(directory, 'letter.txt'), 'utf8'), 'of somebody else');
  });
});

describe('documents', () => {
  for (const { name, make } of KINDS) {
    test(`${name} is the same for the same seed, and another for another`, () => {
      const made = make(new Random(5));
      assert.ok(made.equals(make(new Random(5))));
      assert.ok(!made.equals(make(new Random(6))));
    });
  }

  test('archives and office documents can be unpacked', (t) => {
    if (located('python3') === undefined) return t.skip('needs python3');
    for (const { name, extension, make } of KINDS.filter(({ extension: e }) => /zip|docx|xlsx|odt/.test(e))) {
      const path = join(parent, `${name}.${extension}`);
      writeFileSync(path, make(new Random(3)));
      const listed = execFileSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' });
      assert.doesNotMatch(listed, /corrupt/);
    }
  });
});
