/** `validate`: what it says of attacks that are found, that are not, and that did nothing. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effects, Emulation } from '../../emulations/emulation.ts';
import { type Proof, ProvingGround, proveAll } from '../../src/coverage/index.ts';
import { eventually } from '../kernel/harness.ts';
import { kernelTestsSkip, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { cipherwatch } from './live.ts';

const MAIN = `${ROOT}/src/cli/main.ts`;
/** ms; it takes 8 s on an idle machine. */
const PATIENCE = 120_000;
const QUICK = ['an0603/openssl-enc-while', 'an0603/openssl-cms-while'];

function made(id: string, act: (files: readonly string[]) => Partial<Effects>, needs: Emulation['needs'] = []) {
  const run: Emulation['run'] = async (ground) => {
    const { files } = ground.corpus({ documents: 8 });
    await ground.ready();
    const begun = Date.now();
    const done = act(files);
    return { pid: process.pid, begun, ended: Date.now(), damage: [], payloads: [], failures: [], ...done };
  };
  const emulation: Emulation = {
    ...{ id, analytic: 'AN0603', row: 'none', about: 'is of the test', needs, short: false, paced: false, run },
  };
  return emulation;
}

describe('validate', { skip: kernelTestsSkip() }, () => {
  const root = scratch();

  test('finds what is emulated: exit 0, a line for each', async () => {
    const output = join(root, 'results.ndjson');
    const args = ['validate', '--only', QUICK.join(','), '--output', output];
    const { code, stdout, stderr } = await cipherwatch(args, PATIENCE);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^2 of 2 found/m);
    const proofs = readFileSync(output, 'utf8').trim().split('\n');
    const parsed = proofs.map((line) => JSON.parse(line) as Proof);
    assert.deepEqual(
      parsed.map(({ id }) => id),
      QUICK,
    );
    for (const { outcome, discovery, destroyed, findings } of parsed) {
      assert.equal(outcome, 'found');
      assert.equal(findings, 1);
      assert.ok(discovery && discovery.afterBegin > 0 && discovery.confidence > 0.5);
      assert.ok(discovery.destroyed > 0 && discovery.destroyed <= destroyed);
    }
  });

  test('an unknown name ends with 2 and the nearest', async () => {
    const { code, stderr } = await cipherwatch(['validate', '--only', 'an0603/openssl-enc-whilst']);
    assert.equal(code, 2);
    assert.match(stderr, /did you mean 'an0603\/openssl-enc-while'/);
  });

  test('an interrupt ends all that it started within 2 s, and removes what it made', async () => {
    const before = proofFolders();
    const child = spawn(process.execPath, [MAIN, 'validate', '--only', 'an0603/gpg-symmetric-while'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'close');
    const folder = await eventually('the attack runs', 20_000, () => {
      const [made] = proofFolders().filter((name) => !before.includes(name));
      const grounds = made === undefined ? [] : readdirSync(join(tmpdir(), made));
      return grounds.some((name) => name.startsWith('ground-')) ? made : undefined;
    });
    const from = performance.now();
    child.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    assert.equal(code, 1);
    assert.ok(performance.now() - from < 2000, `${performance.now() - from} ms`);
    assert.ok(!proofFolders().includes(folder), `${folder} is still there`);
    assert.deepEqual(stillRunning(folder), []);
  });

  test('attacks that take long are run at the same time, each judged by itself', async () => {
    const spans: (readonly [begun: number, ended: number])[] = [];
    const slow = (id: string, damages: boolean): Emulation => ({
      ...made(id, () => ({})),
      lasts: 4000,
      run: async (ground) => {
        await ground.ready();
        const begun = Date.now();
        await sleep(4000);
        spans.push([begun, Date.now()]);
        const damage = damages ? [{ time: begun, path: ground.directory }] : [];
        return { pid: process.pid, begun, ended: Date.now(), damage, payloads: [], failures: [] };
      },
    });
    const asked = [slow('test/idle', false), slow('test/claims', true)].map((emulation) => ({ emulation }));
    const proofs: Proof[] = [];
    for await (const proof of proveAll(asked, { program: ['--disable-warning=ExperimentalWarning', MAIN] }))
      proofs.push(proof);
    assert.deepEqual(Object.fromEntries(proofs.map(({ id, outcome }) => [id, outcome])), {
      'test/idle': 'failed',
      'test/claims': 'missed',
    });
    const [first, second] = spans;
    assert.ok(first && second && second[0] < first[1], 'one waited for the other');
  });

  describe('on the proving ground', () => {
    let ground: ProvingGround;
    before(async () => {
      ground = await ProvingGround.open({ program: ['--disable-warning=ExperimentalWarning', MAIN], shared: true });
    });
    after(() => ground?.close());

    test('an attack that does nothing has failed', async () => {
      const { outcome, why } = await ground.prove(made('test/nothing', () => ({})));
      assert.deepEqual({ outcome, why }, { outcome: 'failed', why: 'it destroyed nothing' });
    });

    test('an attack of which nothing is told is missed', async () => {
      const removal = made('test/removal', (files) => {
        for (const path of files) unlinkSync(path);
        return { damage: files.map((path) => ({ time: Date.now(), path })) };
      });
      const { outcome, why } = await ground.prove(removal);
      assert.deepEqual({ outcome, why }, { outcome: 'missed', why: 'no finding told of it' });
    });

    test('an attack that needs what is not here is skipped, with the package', async () => {
      const needs = [{ command: 'no-such-command', package: 'some-package' }];
      const { outcome, why } = await ground.prove(made('test/needy', () => ({}), needs));
      assert.equal(outcome, 'skipped');
      assert.match(why, /no-such-command is missing; apt-get install some-package/);
    });
  });
});

function proofFolders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('cipherwatch-proof-'));
}

/** Command lines that name a folder. */
function stillRunning(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(folder) ? [line] : [];
      } catch {
        return [];
      }
    });
}
