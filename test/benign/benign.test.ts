/**
 * Ordinary work with real programs, alone and two at once, on a host that has learned nothing, while the real program
 * watches: nothing to tell. This is the short form; the whole catalogue is for measurements.
 */
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Live, ours } from '../e2e/live.ts';
import { kernelTestsSkip, ROOT } from '../kernel/requirement.ts';
import { scratch } from '../kernel/scratch.ts';
import { CATALOGUE } from './catalogue.ts';
import { unfit } from './fitness.ts';
import { explain, makeRoot, type Outcome, watched } from './watched.ts';
import type { Workload } from './workload.ts';

/** ms; what would be told later still fails the last test. */
const SETTLE = 100;
/** ms after which nothing more would come. */
const LATEST = 2000;
const SHORT = CATALOGUE.filter(({ short }) => short);
/** Each with one of another family; where the number is odd, the first once more. */
const HALF = Math.ceil(SHORT.length / 2);
const PAIRS = SHORT.slice(0, HALF).map((one, i): readonly [Workload, Workload] => [
  one,
  SHORT[(HALF + i) % SHORT.length] ?? one,
]);

function quiet({ findings, failures }: Outcome): void {
  assert.deepEqual(failures, [], 'the work was not done');
  assert.equal(findings.length, 0, findings.map(explain).join('\n\n'));
}

function skipOf(...workloads: readonly Workload[]): string | false {
  return workloads.map(unfit).find((reason) => reason !== undefined) ?? false;
}

describe('stays quiet when', { skip: kernelTestsSkip() }, () => {
  let root: string;
  let live: Live;
  before(async () => {
    root = makeRoot();
    live = await Live.run(mkdtempSync(`${scratch()}/live-`));
  });
  after(async () => {
    await live?.stop();
    rmSync(root, { recursive: true, force: true });
  });

  for (const workload of SHORT)
    test(`${workload.id}: ${workload.about}`, { skip: skipOf(workload) }, async () =>
      quiet(await watched(live, root, [workload], { settle: SETTLE })),
    );

  for (const pair of PAIRS)
    test(pair.map(({ id }) => id).join(' and '), { skip: skipOf(...pair) }, async () =>
      quiet(await watched(live, root, pair, { settle: SETTLE, seed: 7 })),
    );

  test('all of it is over', async () => {
    await sleep(LATEST);
    const told = live.poll().filter(({ finding }) => ours(finding, root));
    assert.equal(told.length, 0, told.map(({ finding }) => explain(finding)).join('\n\n'));
    assert.equal(live.child.exitCode, null, `the program has ended meanwhile: ${live.stderr}`);
  });
});

describe('the catalogue', () => {
  test('each workload has an id of its own, and its family’s file is registered', () => {
    const ids = CATALOGUE.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    const files = globSync('*.ts', { cwd: `${import.meta.dirname}/workloads` }).map((name) => name.slice(0, -3));
    assert.deepEqual([...new Set(ids.map((id) => id.split('/')[0]))].sort(), files.sort());
  });

  test('what each needs is installed by its form’s set-up', () => {
    const { packages } = JSON.parse(readFileSync(`${ROOT}/scripts/packages.json`, 'utf8')) as {
      packages: { name: string; for: string[] }[];
    };
    /** Part of every Debian, or come with what set-up needs. */
    const always = new Set([
      'coreutils',
      'findutils',
      'sed',
      'dpkg',
      'apt',
      'perl',
      'mawk',
      'libc-bin',
      'npm',
      'e2fsprogs',
    ]);
    for (const { id, needs, short } of CATALOGUE)
      for (const need of needs.filter((one) => !always.has(one.package))) {
        const listed = packages.find(({ name }) => name === need.package)?.for ?? [];
        const wanted = short ? ['build', 'test'] : ['build', 'test', 'bench'];
        assert.ok(
          listed.some((purpose) => wanted.includes(purpose)),
          `${id} needs ${need.package}`,
        );
      }
  });
});
